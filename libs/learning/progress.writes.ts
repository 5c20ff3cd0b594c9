import { toBin } from '#libs/database';
import type { EntityManager } from 'typeorm';

export interface ProgressStep {
  /** Milliseconds to add. */
  engagedMs?: number;
  position?: string | null;
  /** Once done, a lesson stays done. */
  done?: boolean;
  at: Date;
}

/** Moves a lesson on, within a transaction that holds the enrollment. */
export async function moveLesson(
  tx: EntityManager,
  enrollmentId: string,
  lessonId: string,
  { engagedMs = 0, position = null, done = false, at }: ProgressStep,
): Promise<void> {
  await tx.query(
    `INSERT INTO lesson_progress (enrollment_id, lesson_id, state, engaged_ms, position, opened_at, done_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON DUPLICATE KEY UPDATE
       done_at = COALESCE(done_at, VALUES(done_at)),
       state = IF(state = 'done', 'done', VALUES(state)),
       engaged_ms = engaged_ms + VALUES(engaged_ms),
       position = COALESCE(VALUES(position), position)`,
    [toBin(enrollmentId), toBin(lessonId), done ? 'done' : 'in-progress', engagedMs, position, at, done ? at : null],
  );
}
