import { type Text, text } from '#libs/language';
import { type MandateView, type ObligationResult, coursesNamed, missingText } from '#libs/mandates';
import type { StandingRow } from './people-rows.js';

const NOTHING = text('', '');
/** How many sentences are remembered at once: the people of a unit often lack the same for the same reasons. */
const KEPT = 5_000;

/**
 * What each of a list still has to do, as a sentence. The derivation is read once for all who have the same: of a large
 * list most of the time would go into reading it.
 */
export class MissingWords {
  private readonly known = new Map<string, Text>();

  constructor(
    private readonly rules: (ids: readonly string[]) => Promise<ReadonlyMap<string, MandateView['rule']>>,
    private readonly titles: (codes: readonly string[]) => Promise<ReadonlyMap<string, Text>>,
  ) {}

  /** Reads what the rows need that is not known yet. */
  async prepare(rows: readonly StandingRow[], versionOf: (row: StandingRow) => string): Promise<void> {
    if (this.known.size > KEPT) this.known.clear();
    const fresh = new Map<string, { readonly row: StandingRow; readonly result: ObligationResult }>();
    for (const row of rows) {
      if (row.result === null) continue;
      const key = keyOf(row);
      if (!this.known.has(key) && !fresh.has(key))
        fresh.set(key, { row, result: JSON.parse(row.result) as ObligationResult });
    }
    if (fresh.size === 0) return;
    const all = [...fresh.values()];
    const rules = await this.rules([...new Set(all.map(({ row }) => versionOf(row)))]);
    const titles = await this.titles([...new Set(all.flatMap(({ result }) => coursesNamed(result)))]);
    for (const [key, { row, result }] of fresh) {
      const rule = rules.get(versionOf(row));
      if (!rule) continue;
      this.known.set(
        key,
        missingText(row.state, result, {
          bearer: rule.bearer,
          minutesPerHour: rule.minutesPerHour,
          unitName: () => undefined,
          courseTitle: (code) => titles.get(code),
        }),
      );
    }
  }

  of(row: StandingRow): Text {
    return row.result === null ? NOTHING : (this.known.get(keyOf(row)) ?? NOTHING);
  }
}

function keyOf(row: StandingRow): string {
  return `${row.mandate_version_id.toString('latin1')}${row.state}${row.result ?? ''}`;
}
