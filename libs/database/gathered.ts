interface Waiting<I, O> {
  readonly input: I;
  readonly resolve: (output: O) => void;
  readonly reject: (error: unknown) => void;
}

/** What became of one call of a group. */
export type Outcome<O> = { readonly value: O } | { readonly error: unknown };

/**
 * Gathers calls that arrive while earlier ones are under way, and does the work of all of them at once: at a quiet
 * moment each call is a group of its own and waits for nothing; at a busy one a round trip serves many. An answer is
 * given when the group's work is done, so what was answered is committed.
 */
export class Gathered<I, O> {
  private readonly queue: Waiting<I, O>[] = [];
  private running = 0;

  /**
   * @param work answers in the order of its inputs; one refused does not concern the others. When it throws, each of a
   *   larger group is tried by itself, so that nobody fails by another's fault
   */
  constructor(
    private readonly work: (inputs: readonly I[]) => Promise<readonly Outcome<O>[]>,
    private readonly limits: { readonly groups: number; readonly size: number },
  ) {}

  call(input: I): Promise<O> {
    return new Promise((resolve, reject) => {
      this.queue.push({ input, resolve, reject });
      this.start();
    });
  }

  private start(): void {
    while (this.running < this.limits.groups && this.queue.length > 0) {
      this.running += 1;
      // After the calls of this turn of the event loop: requests read from many sockets at once become one group.
      setImmediate(() => {
        void this.runGroup(this.queue.splice(0, this.limits.size)).finally(() => {
          this.running -= 1;
          this.start();
        });
      });
    }
  }

  private async runGroup(group: readonly Waiting<I, O>[]): Promise<void> {
    if (group.length === 0) return;
    let outcomes: readonly Outcome<O>[];
    try {
      outcomes = await this.work(group.map(({ input }) => input));
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else for (const one of group) await this.runGroup([one]);
      return;
    }
    group.forEach(({ resolve, reject }, i) => {
      const outcome = outcomes[i];
      if (outcome !== undefined && 'value' in outcome) resolve(outcome.value);
      else reject(outcome?.error ?? new Error('a group left a call without an answer'));
    });
  }
}
