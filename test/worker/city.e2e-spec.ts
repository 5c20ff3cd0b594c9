import { killPrograms } from '../support/processes.js';
import { liveUnderFire } from '../bench/city/live.js';

// Half a minute on a quiet machine.
jest.setTimeout(300_000);

// The short form of `npm run bench -- city`.
describe('a city under fire', () => {
  afterAll(() => killPrograms());

  it('keeps every invariant of the design while Redis, the worker and the database die and come back', async () => {
    const { verdicts, examples, story } = await liveUnderFire(
      { people: 250, seconds: 12, killEvery: 4, downMs: 300, seed: 7, recovery: 'hurry' },
      () => undefined,
    );
    expect({ broken: verdicts.filter(({ broken }) => broken !== 0), examples, story }).toEqual({
      ...{ broken: [], examples: [], story },
    });
    // What was looked at was there to be looked at.
    expect(verdicts.filter(({ looked, says }) => looked === 0 && !says.startsWith('at most one mail'))).toEqual([]);
  });
});
