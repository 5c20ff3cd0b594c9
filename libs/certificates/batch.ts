/**
 * Gathers what is asked for one by one and does it together: the statements, the commit and the counter's lock are then
 * shared by all that wait. One batch runs at a time; a caller's promise settles with what became of its own item.
 */
export class Batch<T> {
  private waiting: { item: T; resolve: () => void; reject: (error: unknown) => void }[] = [];
  private running = false;

  /**
   * @param work gives an error, or null, for each item in turn; what it throws befell all of them
   * @param most items of one batch
   */
  constructor(
    private readonly work: (items: readonly T[]) => Promise<readonly unknown[]>,
    private readonly most: number,
  ) {}

  add(item: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.running) return;
      this.running = true;
      // What is asked for in the same turn belongs together.
      setImmediate(() => void this.run());
    });
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      const taken = this.waiting.splice(0, this.most);
      try {
        const errors = await this.work(taken.map(({ item }) => item));
        taken.forEach(({ resolve, reject }, i) => {
          if (errors[i] == null) resolve();
          else reject(errors[i]);
        });
      } catch (error) {
        for (const { reject } of taken) reject(error);
      }
    }
    this.running = false;
  }
}
