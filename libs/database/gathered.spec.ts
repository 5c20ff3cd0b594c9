import { Gathered, type Outcome } from './gathered.js';

const tick = () => new Promise((resolve) => setImmediate(resolve));

describe('gathered calls', () => {
  it('become one group while another is under way, and answer in their own order', async () => {
    const groups: number[][] = [];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const doubled = new Gathered<number, number>(
      async (inputs) => {
        groups.push([...inputs]);
        if (groups.length === 1) await gate;
        return inputs.map((n) => ({ value: n * 2 }));
      },
      { groups: 1, size: 3 },
    );
    const first = doubled.call(1);
    await tick();
    const rest = [2, 3, 4, 5].map((n) => doubled.call(n));
    release();
    expect(await Promise.all([first, ...rest])).toEqual([2, 4, 6, 8, 10]);
    expect(groups).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('fail alone', async () => {
    let whole = 0;
    const picky = new Gathered<number, number>(
      (inputs) => {
        if (inputs.length > 1) whole += 1;
        if (inputs.includes(13)) return Promise.reject(new Error('thirteen'));
        return Promise.resolve(
          inputs.map((n): Outcome<number> => (n < 0 ? { error: new Error('negative') } : { value: n })),
        );
      },
      { groups: 1, size: 10 },
    );
    const results = await Promise.allSettled([1, -1, 13, 2].map((n) => picky.call(n)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(whole).toBe(1);
  });
});
