import { Database, Gathered, type Outcome } from '#libs/database';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { EnrollmentStore } from './enrollment.store.js';
import { Ledger, type LessonRecord, type OpenedEnrollment } from './ledger.js';
import { applyProgress, type Progress } from './progress.rules.js';

interface Beat {
  readonly personId: string;
  readonly enrollmentId: string;
  readonly lessonId: string;
  readonly progress: Progress;
}

interface Seen {
  readonly enrollment: OpenedEnrollment;
  readonly record: LessonRecord;
}

/** Signs of life: what a thousand learners send every fifteen seconds. Those that arrive together are one transaction. */
@Injectable()
export class Beats {
  // Larger groups did no more a second, and hold the event loop and every answer longer (docs/performance.md).
  private readonly gathered = new Gathered<Beat, Seen>((beats) => this.together(beats), { groups: 2, size: 32 });

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly store: EnrollmentStore,
  ) {}

  /** @throws {NotFound} for somebody else's enrollment, or a lesson of another version */
  async beat(beat: Beat): Promise<Seen> {
    if (!this.db.inTransaction) return this.gathered.call(beat);
    const [outcome] = await this.together([beat]);
    if (outcome === undefined || 'error' in outcome) throw outcome?.error;
    return outcome.value;
  }

  private together(beats: readonly Beat[]): Promise<Outcome<Seen>[]> {
    return this.db.run(async (tx) => {
      const ledger = await Ledger.open(tx, this.clock.now(), beats, false);
      const outcomes: Outcome<Seen>[] = [];
      for (const beat of beats) {
        try {
          const enrollment = ledger.enrollment(beat);
          await this.store.lesson(enrollment, beat.lessonId);
          const record = applyProgress(ledger, enrollment, beat.lessonId, beat.progress);
          outcomes.push({ value: { enrollment, record: { ...record } } });
        } catch (error) {
          outcomes.push({ error });
        }
      }
      await ledger.save();
      return outcomes;
    });
  }
}
