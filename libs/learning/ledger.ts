import { fromBin, insertRows, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import type { EntityManager } from 'typeorm';
import type { DoneBy, LessonState, Route } from './enrollment.rules.js';
import { NEVER_SEEN, type Presence, type Sign, witness } from './presence.rules.js';
import { type Span, merged } from './span.rules.js';

/** An enrollment as work on it needs it. */
export interface OpenedEnrollment {
  readonly id: string;
  readonly personId: string;
  readonly courseId: string;
  versionId: string;
  state: 'active' | 'completed' | 'left';
  route: Route;
  readonly startedAt: Date;
  completedAt: Date | null;
  completionId: string | null;
}

export interface LessonRecord {
  state: Exclude<LessonState, 'not-started'>;
  engagedMs: number;
  position: string | null;
  watched: Span[] | null;
  openedAt: Date;
  doneAt: Date | null;
  doneBy: DoneBy | null;
}

export interface Wanted {
  readonly personId: string;
  readonly enrollmentId: string;
}

/**
 * What a group of learners has in hand: loaded once under their locks, changed in memory, written once. One statement a
 * table, however many they are.
 */
export class Ledger {
  private readonly presences = new Map<string, Presence>();
  private readonly enrollments = new Map<string, OpenedEnrollment>();
  /** By enrollment, then by lesson. */
  private readonly records = new Map<string, Map<string, LessonRecord>>();
  private readonly seen = new Set<string>();
  private readonly changed = new Map<string, readonly [enrollmentId: string, lessonId: string]>();

  private constructor(
    private readonly tx: EntityManager,
    readonly now: Date,
  ) {}

  /**
   * @param completing also locks the persons, for what may grant credit: persons come first in the order of all locks
   */
  static async open(tx: EntityManager, now: Date, wanted: readonly Wanted[], completing: boolean): Promise<Ledger> {
    const ledger = new Ledger(tx, now);
    const persons = [...new Set(wanted.map(({ personId }) => personId))].sort().map(toBin);
    if (persons.length === 0) return ledger;
    if (completing) await tx.query('SELECT id FROM person WHERE id IN (?) ORDER BY id FOR UPDATE', [persons]);
    await ledger.loadPresences(persons);
    await ledger.load([...new Set(wanted.map(({ enrollmentId }) => enrollmentId))]);
    return ledger;
  }

  private async loadPresences(persons: readonly Buffer[]): Promise<void> {
    const read = () =>
      this.tx.query<{ person_id: Buffer; presence: string }[]>(
        'SELECT person_id, presence FROM learner WHERE person_id IN (?) ORDER BY person_id FOR UPDATE',
        [persons],
      );
    let rows = await read();
    if (rows.length < persons.length) {
      await insertRows(
        this.tx,
        'learner',
        ['person_id', 'presence'],
        persons.map((id) => [id, JSON.stringify(NEVER_SEEN)]),
        'ON DUPLICATE KEY UPDATE person_id = VALUES(person_id)',
      );
      rows = await read();
    }
    for (const row of rows) this.presences.set(fromBin(row.person_id), JSON.parse(row.presence) as Presence);
  }

  /** After the locks: what is read here is what was last committed. */
  private async load(ids: readonly string[]): Promise<void> {
    const enrollments = await this.tx.query<EnrollmentRow[]>(`${ENROLLMENT} WHERE e.id IN (?)`, [ids.map(toBin)]);
    for (const row of enrollments) {
      const opened = readEnrollment(row);
      this.enrollments.set(opened.id, opened);
      this.records.set(opened.id, new Map());
    }
    const records = await this.tx.query<(ProgressRow & { enrollment_id: Buffer; lesson_id: Buffer })[]>(
      `SELECT enrollment_id, lesson_id, state, engaged_ms, position, watched, opened_at, done_at, done_by
       FROM lesson_progress WHERE enrollment_id IN (?)`,
      [ids.map(toBin)],
    );
    for (const row of records)
      this.records.get(fromBin(row.enrollment_id))?.set(fromBin(row.lesson_id), readRecord(row));
  }

  /** @throws {NotFound} also for somebody else's */
  enrollment({ personId, enrollmentId }: Wanted): OpenedEnrollment {
    const enrollment = this.enrollments.get(enrollmentId);
    if (enrollment?.personId !== personId) throw new NotFound();
    return enrollment;
  }

  record(enrollmentId: string, lessonId: string): LessonRecord | undefined {
    return this.records.get(enrollmentId)?.get(lessonId);
  }

  recordsOf(enrollmentId: string): ReadonlyMap<string, LessonRecord> {
    return this.records.get(enrollmentId) ?? new Map<string, LessonRecord>();
  }

  /** A sign of life in a lesson: opens it, and counts the time. */
  witness(enrollment: OpenedEnrollment, lessonId: string, sign: Sign): LessonRecord {
    const before = this.presences.get(enrollment.personId) ?? NEVER_SEEN;
    const { presence, creditMs } = witness(before, this.now.getTime(), enrollment.startedAt.getTime(), sign);
    this.presences.set(enrollment.personId, presence);
    this.seen.add(enrollment.personId);
    const record = this.touch(enrollment.id, lessonId);
    record.engagedMs += creditMs;
    return record;
  }

  /** Once done, a lesson stays done. */
  finish(enrollmentId: string, lessonId: string, by: DoneBy): void {
    const record = this.touch(enrollmentId, lessonId);
    if (record.state === 'done') return;
    Object.assign(record, { state: 'done', doneAt: this.now, doneBy: by });
  }

  /** The lesson's record, begun now where there is none, to be changed. */
  touch(enrollmentId: string, lessonId: string): LessonRecord {
    const records = this.records.get(enrollmentId) ?? new Map<string, LessonRecord>();
    this.records.set(enrollmentId, records);
    this.changed.set(`${enrollmentId} ${lessonId}`, [enrollmentId, lessonId]);
    const known = records.get(lessonId);
    if (known !== undefined) return known;
    const record: LessonRecord = {
      state: 'in-progress',
      engagedMs: 0,
      position: null,
      watched: null,
      openedAt: this.now,
      doneAt: null,
      doneBy: null,
    };
    records.set(lessonId, record);
    return record;
  }

  /** Takes what a lesson's record says into another version of the lesson. */
  carry(enrollmentId: string, fromLessonId: string, toLessonId: string): void {
    const from = this.record(enrollmentId, fromLessonId);
    if (from !== undefined) Object.assign(this.touch(enrollmentId, toLessonId), from);
  }

  async save(): Promise<void> {
    await insertRows(
      this.tx,
      'learner',
      ['person_id', 'presence'],
      [...this.seen].sort().map((id) => [toBin(id), JSON.stringify(this.presences.get(id))]),
      'ON DUPLICATE KEY UPDATE presence = VALUES(presence)',
    );
    const columns = ['state', 'engaged_ms', 'position', 'watched', 'done_at', 'done_by'] as const;
    await insertRows(
      this.tx,
      'lesson_progress',
      ['enrollment_id', 'lesson_id', 'opened_at', ...columns],
      [...this.changed.keys()].sort().flatMap((key) => {
        const [enrollmentId, lessonId] = this.changed.get(key) ?? ['', ''];
        const record = this.record(enrollmentId, lessonId);
        if (record === undefined) return [];
        const { openedAt, state, engagedMs, position, doneAt, doneBy } = record;
        const watched = record.watched === null ? null : JSON.stringify(record.watched);
        return [[toBin(enrollmentId), toBin(lessonId), openedAt, state, engagedMs, position, watched, doneAt, doneBy]];
      }),
      `ON DUPLICATE KEY UPDATE ${columns.map((column) => `${column} = VALUES(${column})`).join(', ')}`,
    );
    this.seen.clear();
    this.changed.clear();
  }
}

interface EnrollmentRow {
  id: Buffer;
  person_id: Buffer;
  course_id: Buffer;
  course_version_id: Buffer;
  state: OpenedEnrollment['state'];
  route: Route;
  started_at: Date;
  completed_at: Date | null;
  completion_id: Buffer | null;
}

interface ProgressRow {
  state: LessonRecord['state'];
  engaged_ms: number;
  position: string | null;
  watched: string | null;
  opened_at: Date;
  done_at: Date | null;
  done_by: DoneBy | null;
}

export const ENROLLMENT = `SELECT e.id, e.person_id, e.course_id, e.course_version_id, e.state, e.route, e.started_at,
    e.completed_at, c.id AS completion_id
  FROM enrollment e LEFT JOIN completion c ON c.enrollment_id = e.id`;

export function readEnrollment(row: EnrollmentRow): OpenedEnrollment {
  return {
    id: fromBin(row.id),
    personId: fromBin(row.person_id),
    courseId: fromBin(row.course_id),
    versionId: fromBin(row.course_version_id),
    state: row.state,
    route: row.route,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    completionId: row.completion_id === null ? null : fromBin(row.completion_id),
  };
}

export function readRecord(row: ProgressRow): LessonRecord {
  return {
    state: row.state,
    engagedMs: row.engaged_ms,
    position: row.position,
    watched: row.watched === null ? null : merged(JSON.parse(row.watched) as Span[]),
    openedAt: row.opened_at,
    doneAt: row.done_at,
    doneBy: row.done_by,
  };
}

export type { EnrollmentRow, ProgressRow };
