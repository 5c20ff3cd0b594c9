import { NotSignedIn } from '#libs/access';
import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, newId, toBin } from '#libs/database';
import { InvalidInput, NotFound } from '#libs/errors';
import { type Text, text } from '#libs/language';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { authorOf } from './author.js';
import { courseDocumentSchema } from './course.schema.js';
import type { Seat } from './course.vocabulary.js';
import { AuthorCannotSign, DraftInTheWay, NotYourSeat, WrongVersionState } from './courses.errors.js';
import { type Published, Publisher } from './publisher.js';
import { isSigned } from './review.rules.js';
import { decisionsOn, findVersion, type VersionRecord } from './version.record.js';

export interface SeatHolderView {
  id: string;
  personId: string;
  seat: Seat;
  affiliation: Text;
  appointedAt: Date;
}

interface Opened {
  courseId: string;
  currentId: Buffer | null;
  version: VersionRecord;
}

/** What becomes of a version after it is written: signed or dissented from, published, withdrawn, retired. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly publisher: Publisher,
  ) {}

  /**
   * Signs a version for a seat, or dissents with a text. Until it is published a reviewer may think again; a pilot goes on
   * collecting signatures, and with the last it is none any more.
   *
   * @throws {NotFound} {@link NotYourSeat} {@link AuthorCannotSign} {@link WrongVersionState}
   * @throws {InvalidInput} for a dissent without a text
   */
  async review(
    actor: Actor,
    code: string,
    number: number,
    given: { seat: Seat; decision: 'signed' | 'dissented'; text: string | null },
  ): Promise<{ state: VersionRecord['state']; pilot: boolean }> {
    const { personId } = actor;
    if (personId === null) throw new NotSignedIn();
    if (given.decision === 'dissented' && (given.text ?? '').trim() === '')
      throw new InvalidInput([{ field: 'text', message: dissentNeedsText }]);
    return this.db.run(async (tx) => {
      const { courseId, version } = await this.open(tx, code, number);
      const seats = await this.seatsOf(tx, version);
      if (!seats.includes(given.seat)) throw new NotYourSeat();
      if (version.authors.includes(personId)) throw new AuthorCannotSign();
      const [holder] = await tx.query<unknown[]>(
        'SELECT 1 FROM seat_holder WHERE person_id = ? AND seat = ? AND ended_at IS NULL',
        [toBin(personId), given.seat],
      );
      if (holder === undefined) throw new NotYourSeat();
      if (version.state === 'retired') throw new WrongVersionState();
      const [before] = await tx.query<{ decision: string }[]>(
        'SELECT decision FROM review WHERE course_version_id = ? AND seat = ? AND person_id = ?',
        [version.id, given.seat, toBin(personId)],
      );
      // What was said of a published version stays as it was said; a dissent may still become a signature.
      if (version.state === 'published' && before !== undefined && given.decision !== 'signed')
        throw new WrongVersionState();
      await tx.query(
        `INSERT INTO review (id, course_version_id, seat, person_id, decision, text, at) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON DUPLICATE KEY UPDATE decision = VALUES(decision), text = VALUES(text), at = VALUES(at)`,
        [
          toBin(newId()),
          version.id,
          given.seat,
          toBin(personId),
          given.decision,
          given.text?.normalize('NFC') ?? null,
          this.clock.now(),
        ],
      );
      const moved = await this.settle(tx, version, seats);
      await this.record(actor, given.decision === 'signed' ? 'course.sign' : 'course.dissent', courseId, {
        code,
        number,
        seat: given.seat,
        ...moved,
      });
      return moved;
    });
  }

  /**
   * Makes a version in review, or signed, what learners get; without its signatures as a pilot (시범판).
   *
   * @throws {NotFound} {@link WrongVersionState}
   */
  async publish(actor: Actor, code: string, number: number): Promise<Published> {
    return this.db.run(async (tx) => {
      const { version } = await this.open(tx, code, number);
      if (version.state !== 'in-review' && version.state !== 'signed') throw new WrongVersionState();
      return this.publisher.release(tx, actor, code, version);
    });
  }

  /**
   * Takes a version back from its reviewers and goes on writing from it; what they said of it is kept.
   *
   * @throws {NotFound} {@link WrongVersionState} {@link DraftInTheWay}
   */
  async withdraw(actor: Actor, code: string, number: number): Promise<{ revision: number }> {
    return this.db.run(async (tx) => {
      const { courseId, version } = await this.open(tx, code, number);
      if (version.state !== 'in-review' && version.state !== 'signed') throw new WrongVersionState();
      const [draft] = await tx.query<unknown[]>('SELECT 1 FROM course_draft WHERE course_id = ?', [toBin(courseId)]);
      if (draft !== undefined) throw new DraftInTheWay();
      await this.retireRow(tx, actor, version, null);
      // As a published draft's, so that no save of an earlier draft matches.
      const revision = version.number * 100_000 + 1;
      await tx.query(
        `INSERT INTO course_draft (course_id, revision, based_on_version_id, document, authors, updated_at, updated_by)
         SELECT course_id, ?, based_on_version_id, document, authors, ?, ? FROM course_version WHERE id = ?`,
        [revision, this.clock.now(), authorOf(actor), version.id],
      );
      await this.record(actor, 'course.withdraw', courseId, { code, number });
      return { revision };
    });
  }

  /**
   * Takes a published version away from new learners; who is under way finishes it.
   *
   * @throws {NotFound} {@link WrongVersionState}
   */
  async retire(actor: Actor, code: string, number: number, reason: string): Promise<void> {
    await this.db.run(async (tx) => {
      const { courseId, currentId, version } = await this.open(tx, code, number);
      if (version.state !== 'published') throw new WrongVersionState();
      await this.retireRow(tx, actor, version, reason);
      if (currentId?.equals(version.id) === true)
        await tx.query('UPDATE course SET current_version_id = NULL WHERE id = ?', [toBin(courseId)]);
      await this.record(actor, 'course.retire', courseId, { code, number, reason });
    });
  }

  /** Whom the office has asked to read, and for which seat. */
  async holders(): Promise<SeatHolderView[]> {
    const rows = await this.db.query<
      { id: Buffer; person_id: Buffer; seat: Seat; affiliation: string; appointed_at: Date }[]
    >(
      'SELECT id, person_id, seat, affiliation, appointed_at FROM seat_holder WHERE ended_at IS NULL ORDER BY seat, id',
    );
    return rows.map((row) => ({
      id: fromBin(row.id),
      personId: fromBin(row.person_id),
      seat: row.seat,
      affiliation: JSON.parse(row.affiliation) as Text,
      appointedAt: row.appointed_at,
    }));
  }

  /** Seats that someone holds. */
  async seatsHeldBy(personId: string): Promise<Seat[]> {
    return (await this.holders()).filter((holder) => holder.personId === personId).map(({ seat }) => seat);
  }

  /** Asks someone to read for a seat; once more, with other words for whom they speak. @throws {NotFound} */
  async appoint(actor: Actor, personId: string, seat: Seat, affiliation: Text): Promise<{ id: string }> {
    return this.db.run(async (tx) => {
      const [person] = await tx.query<unknown[]>('SELECT 1 FROM person WHERE id = ?', [toBin(personId)]);
      if (person === undefined) throw new NotFound();
      await tx.query(
        `INSERT INTO seat_holder (id, person_id, seat, affiliation, appointed_at, appointed_by) VALUES (?, ?, ?, ?, ?, ?)
         ON DUPLICATE KEY UPDATE affiliation = VALUES(affiliation),
           appointed_at = IF(ended_at IS NULL, appointed_at, VALUES(appointed_at)), ended_at = NULL`,
        [toBin(newId()), toBin(personId), seat, JSON.stringify(affiliation), this.clock.now(), authorOf(actor)],
      );
      const [row] = await tx.query<{ id: Buffer }[]>('SELECT id FROM seat_holder WHERE person_id = ? AND seat = ?', [
        toBin(personId),
        seat,
      ]);
      if (row === undefined) throw new NotFound();
      await this.audit.record(actor, {
        action: 'course.appoint',
        subjectKind: 'person',
        subjectId: personId,
        detail: { seat },
      });
      return { id: fromBin(row.id) };
    });
  }

  /** Ends a seat; what was signed stays signed. @throws {NotFound} */
  async dismiss(actor: Actor, id: string): Promise<void> {
    await this.db.run(async (tx) => {
      const [row] = await tx.query<{ person_id: Buffer; seat: Seat }[]>(
        'SELECT person_id, seat FROM seat_holder WHERE id = ? AND ended_at IS NULL FOR UPDATE',
        [toBin(id)],
      );
      if (row === undefined) throw new NotFound();
      await tx.query('UPDATE seat_holder SET ended_at = ? WHERE id = ?', [this.clock.now(), toBin(id)]);
      await this.audit.record(actor, {
        action: 'course.dismiss',
        subjectKind: 'person',
        subjectId: fromBin(row.person_id),
        detail: { seat: row.seat },
      });
    });
  }

  /** With the course's row locked: states of its versions move one at a time. */
  private async open(tx: EntityManager, code: string, number: number): Promise<Opened> {
    const [course] = await tx.query<{ id: Buffer; current_version_id: Buffer | null }[]>(
      'SELECT id, current_version_id FROM course WHERE code = ? FOR UPDATE',
      [code],
    );
    if (course === undefined) throw new NotFound();
    const courseId = fromBin(course.id);
    const version = await findVersion(tx, courseId, { number });
    if (version === null) throw new NotFound();
    return { courseId, currentId: course.current_version_id, version };
  }

  private async seatsOf(tx: EntityManager, version: VersionRecord): Promise<Seat[]> {
    const [row] = await tx.query<{ document: string }[]>('SELECT document FROM course_version WHERE id = ?', [
      version.id,
    ]);
    return courseDocumentSchema.shape.seats.parse((JSON.parse(row?.document ?? '{}') as { seats?: unknown }).seats);
  }

  /** Lets state and pilot follow from what the seats have said. */
  private async settle(
    tx: EntityManager,
    version: VersionRecord,
    seats: readonly Seat[],
  ): Promise<{ state: VersionRecord['state']; pilot: boolean }> {
    const signed = isSigned(version.scope, seats, await decisionsOn(tx, version.id));
    const state = version.state === 'published' ? 'published' : signed ? 'signed' : 'in-review';
    const pilot = state === 'published' ? await this.publisher.pilotOf(tx, version) : true;
    await tx.query('UPDATE course_version SET state = ?, pilot = ? WHERE id = ?', [state, pilot ? 1 : 0, version.id]);
    return { state, pilot };
  }

  private async retireRow(
    tx: EntityManager,
    actor: Actor,
    { id }: VersionRecord,
    reason: string | null,
  ): Promise<void> {
    await tx.query(
      `UPDATE course_version SET state = 'retired', retired_at = ?, retired_by = ?, retired_reason = ? WHERE id = ?`,
      [this.clock.now(), authorOf(actor), reason, id],
    );
  }

  private async record(actor: Actor, action: string, courseId: string, detail: Record<string, unknown>): Promise<void> {
    await this.audit.record(actor, { action, subjectKind: 'course', subjectId: courseId, detail });
  }
}

const dissentNeedsText = text(
  '무엇에 동의하지 않는지 적어 주세요. 과정의 "만든 사람들" 쪽에 그대로 실립니다.',
  'Say what you do not agree with. It is shown as written on the page "Who made this".',
);
