import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { CONFIG, type Config } from '#libs/config';
import { Database, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { Clock } from '#libs/time';
import { Inject, Injectable } from '@nestjs/common';
import { EnrollmentStore } from './enrollment.store.js';
import { ReflectionLocked } from './learning.errors.js';
import { seal, sealKey, unseal } from './seal.js';

export interface OwnReflection {
  readonly words: string;
  readonly savedAt: Date;
}

/** What someone writes for themselves: optional, never graded, encrypted at rest, and read by nobody else. */
@Injectable()
export class ReflectionService {
  private readonly key: Buffer;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly access: AccessService,
    private readonly store: EnrollmentStore,
    @Inject(CONFIG) config: Config,
  ) {
    this.key = sealKey(config.MADANG_SECRET);
  }

  /** Null where nothing is kept. @throws {NotFound} also for somebody else's; {@link ReflectionLocked} */
  async get(actor: Actor, enrollmentId: string, lessonId: string): Promise<OwnReflection | null> {
    await this.own(actor, enrollmentId, lessonId);
    const [row] = await this.db.query<{ sealed: Buffer; saved_at: Date }[]>(
      'SELECT sealed, saved_at FROM reflection WHERE enrollment_id = ? AND lesson_id = ?',
      [toBin(enrollmentId), toBin(lessonId)],
    );
    if (row === undefined) return null;
    try {
      return { words: unseal(this.key, placeOf(enrollmentId, lessonId), row.sealed), savedAt: row.saved_at };
    } catch {
      // Another secret than the one it was written under: a backup that was restored without its own.
      throw new ReflectionLocked();
    }
  }

  /** Keeps what is written; an empty text takes it away. @throws {NotFound} also for somebody else's */
  async save(actor: Actor, enrollmentId: string, lessonId: string, words: string): Promise<void> {
    await this.own(actor, enrollmentId, lessonId);
    const place = [toBin(enrollmentId), toBin(lessonId)];
    if (words === '') {
      await this.db.query('DELETE FROM reflection WHERE enrollment_id = ? AND lesson_id = ?', place);
      return;
    }
    await this.db.query(
      `INSERT INTO reflection (enrollment_id, lesson_id, sealed, saved_at) VALUES (?, ?, ?, ?)
       ON DUPLICATE KEY UPDATE sealed = VALUES(sealed), saved_at = VALUES(saved_at)`,
      [...place, seal(this.key, placeOf(enrollmentId, lessonId), words.normalize('NFC')), this.clock.now()],
    );
  }

  private async own(actor: Actor, enrollmentId: string, lessonId: string): Promise<void> {
    const enrollment = await this.store.get(this.access.requirePerson(actor), enrollmentId);
    const { lesson } = await this.store.lesson(enrollment, lessonId);
    if (lesson.kind !== 'reflection') throw new NotFound();
  }
}

function placeOf(enrollmentId: string, lessonId: string): string {
  return `${enrollmentId} ${lessonId}`;
}
