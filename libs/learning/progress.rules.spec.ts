import { withWatched } from './progress.rules.js';
import { covered } from './span.rules.js';

describe('what was played of a film', () => {
  it('is the union of its pieces', () => {
    expect(
      withWatched(
        [[0, 10]],
        [
          [5, 20],
          [30, 31],
        ],
        60_000,
      ),
    ).toEqual([
      [0, 20],
      [30, 31],
    ]);
  });

  it('is no more than the time explains that the server saw go by, at twice the speed', () => {
    expect(covered(withWatched([], [[0, 3_600]], 10_000))).toBe(25);
    expect(covered(withWatched([[0, 25]], [[100, 200]], 10_000))).toBe(25);
    expect(withWatched([[0, 20]], [[10, 100]], 10_000)).toEqual([[0, 25]]);
  });

  it('is counted later, when time has gone by', () => {
    const first = withWatched([], [[0, 60]], 10_000);
    expect(withWatched(first, [[0, 60]], 30_000)).toEqual([[0, 60]]);
  });
});
