import type { DutyEffect, DutyPreview } from '#libs/mandates';
import { ABSENT_FROM, type RowPlan, dropsTooMany } from './plan.rules.js';
import type { NewClass, Summary } from './run.js';

export type Preview = Awaited<ReturnType<DutyPreview['begin']>>;

/** Adds up what the rows of a run come to. */
export class Counter {
  private readonly rows = { create: 0, update: 0, move: 0, end: 0, leave: 0, none: 0, ask: 0, bad: 0 };
  private proposed = 0;
  private refused = 0;
  private held = 0;
  private readonly duties = new Map<string, { gains: number; loses: number }>();
  private readonly questions = new Map<string, { rows: number; candidates: readonly string[] }>();
  readonly renamed = new Map<string, string>();
  newClasses: readonly NewClass[] = [];
  known = 0;
  missing = 0;
  total = 0;

  count(plan: RowPlan, effects: readonly DutyEffect[]): void {
    this.total += 1;
    this.rows[plan.kind] += 1;
    // Whoever leaves although a row without a name may be theirs: accepted with the guard, or not at all.
    if (plan.needs === 'confirm' && plan.kind === 'end' && plan.row >= ABSENT_FROM) this.held += 1;
    else if (plan.needs === 'confirm') this.proposed += 1;
    if (plan.problems.some(({ code }) => code === 'rrn')) this.refused += 1;
    for (const { mandate, change } of effects) {
      const counted = this.duties.get(mandate) ?? { gains: 0, loses: 0 };
      counted[change] += 1;
      this.duties.set(mandate, counted);
    }
  }

  askUnit(label: string, candidates: readonly string[]): void {
    this.questions.set(label, { rows: (this.questions.get(label)?.rows ?? 0) + 1, candidates });
  }

  summary(percent: number, title: Preview['title']): Summary {
    return {
      rows: this.rows,
      proposed: this.proposed,
      refusedNumbers: this.refused,
      duties: [...this.duties].map(([mandate, counted]) => ({ mandate, title: title(mandate), ...counted })),
      newClasses: this.newClasses,
      renamedUnits: [...this.renamed].map(([unitId, to]) => ({ unitId, to })),
      unitQuestions: [...this.questions].map(([label, question]) => ({ label, ...question })).slice(0, 200),
      guard: {
        known: this.known,
        missing: this.missing,
        percent,
        tripped: this.held > 0 || dropsTooMany(this.missing, this.known, percent),
      },
    };
  }
}
