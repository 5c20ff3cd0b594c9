import type { BenchContext } from './bench.js';
import { liveUnderFire } from './city/live.js';
import { type Figure, figure } from './figures.js';

const DEFAULT_PEOPLE = 10_000;
/** Twenty minutes of a city's busiest day, pressed into two. */
const SECONDS = 120;

/**
 * A city under fire: what each invariant of the design says, how many things were looked at, and how many break it. Its
 * servers are its own, since they are stopped, killed and started again.
 */
export async function city({ people, progress }: BenchContext): Promise<Figure[]> {
  const { verdicts, story, examples } = await liveUnderFire(
    { people: people ?? DEFAULT_PEOPLE, seconds: SECONDS, killEvery: 12, downMs: 1_500, seed: 1, recovery: 'wait' },
    progress,
  );
  for (const line of [...story, ...examples]) progress(line);
  return verdicts.map(({ invariant, says, looked, broken }) =>
    figure(`${String(invariant)}. ${says}: of ${String(looked)} broken`, '', [broken], { atMost: 0 }),
  );
}
