import { withStretch } from './pending-progress';

const at = 1_000_000;

describe('learning that could not be sent at its time', () => {
  it('is one stretch as long as it goes on, up to two minutes', () => {
    const first = withStretch([], at, 15);
    expect(first).toMatchObject([{ at, seconds: 15 }]);
    const second = withStretch(first, at + 15_000, 15);
    expect(second).toEqual([{ key: first[0]?.key, at: at + 15_000, seconds: 30 }]);
    const many = Array.from({ length: 7 }, (_, i) => i + 2).reduce(
      (late, i) => withStretch(late, at + i * 15_000, 15),
      second,
    );
    expect(many.map(({ seconds }) => seconds)).toEqual([120, 15]);
  });

  it('begins anew after a pause, and is nothing where no time went by', () => {
    const first = withStretch([], at, 15);
    expect(withStretch(first, at + 600_000, 15)).toHaveLength(2);
    expect(withStretch(first, at + 15_000, 0)).toEqual(first);
  });

  it('is no more than may be sent at once', () => {
    let late = withStretch([], at, 15);
    for (let i = 1; i < 300; i += 1) late = withStretch(late, at + i * 600_000, 15);
    expect(late).toHaveLength(240);
  });
});
