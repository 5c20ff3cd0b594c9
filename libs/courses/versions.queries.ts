import { Database, fromBin, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import type { Language, Text } from '#libs/language';
import { Injectable } from '@nestjs/common';
import { compareCourses, type Difference } from './compare.rules.js';
import { type CourseDocument, courseDocumentSchema } from './course.schema.js';
import type { ChangeScope, Seat, VersionState } from './course.vocabulary.js';
import type { LessonView, QuizView } from './lesson.view.js';
import { sampleQuiz } from './lesson.view.js';
import { looseDocument } from './draft.rules.js';
import { looseRecord } from './loose.js';
import { type SeatState, seatState } from './review.rules.js';
import { type LessonTranslation, translationOf } from './translation.rules.js';
import { VersionStore } from './version.store.js';

export interface ReviewView {
  seat: Seat;
  decision: 'signed' | 'dissented';
  personId: string;
  /** For whom the reviewer speaks, as appointed. */
  affiliation: Text | null;
  text: string | null;
  at: Date;
}

export interface VersionView {
  number: number;
  state: VersionState;
  /** Whether it is what learners get now. */
  current: boolean;
  pilot: boolean;
  scope: ChangeScope;
  note: string | null;
  hash: string;
  /** Number of the version that it changes. */
  basedOn: number | null;
  authors: string[];
  submittedAt: Date | null;
  submittedBy: string | null;
  publishedAt: Date | null;
  retiredAt: Date | null;
  retiredReason: string | null;
  seats: { seat: Seat; state: SeatState }[];
  reviews: ReviewView[];
}

export interface WaitingVersion {
  code: string;
  title: Text;
  number: number;
  state: VersionState;
  scope: ChangeScope;
  note: string | null;
  submittedAt: Date | null;
  pilot: boolean;
  /** Seats of mine that have said nothing yet. */
  seats: Seat[];
}

interface VersionRow {
  id: Buffer;
  course_id: Buffer;
  number: number;
  state: VersionState;
  is_current: number;
  pilot: number;
  scope: ChangeScope;
  note: string | null;
  content_hash: string;
  based_on: number | null;
  authors: string;
  submitted_at: Date | null;
  submitted_by: Buffer | null;
  published_at: Date | null;
  retired_at: Date | null;
  retired_reason: string | null;
  seats: string;
}

const VERSIONS = `SELECT v.id, v.course_id, v.number, v.state, v.id <=> c.current_version_id AS is_current, v.pilot, v.scope,
    v.note, v.content_hash, b.number AS based_on, v.authors, v.submitted_at, v.submitted_by, v.published_at, v.retired_at,
    v.retired_reason, CAST(JSON_EXTRACT(v.document, '$.seats') AS CHAR) AS seats
  FROM course c JOIN course_version v ON v.course_id = c.id LEFT JOIN course_version b ON b.id = v.based_on_version_id`;

/** The versions of a course: where they stand, who made them, how they differ. */
@Injectable()
export class VersionQueries {
  constructor(
    private readonly db: Database,
    private readonly store: VersionStore,
  ) {}

  /** Newest first. @throws {NotFound} */
  async list(code: string): Promise<VersionView[]> {
    const [course] = await this.db.query<unknown[]>('SELECT 1 FROM course WHERE code = ?', [code]);
    if (course === undefined) throw new NotFound();
    const rows = await this.db.query<VersionRow[]>(`${VERSIONS} WHERE c.code = ? ORDER BY v.number DESC`, [code]);
    return this.views(rows);
  }

  /** @throws {NotFound} */
  async get(code: string, number: number): Promise<VersionView & { document: CourseDocument }> {
    const [row] = await this.db.query<VersionRow[]>(`${VERSIONS} WHERE c.code = ? AND v.number = ?`, [code, number]);
    if (row === undefined) throw new NotFound();
    const [view] = await this.views([row]);
    const { document } = await this.store.get(fromBin(row.id));
    if (view === undefined) throw new NotFound();
    return { ...view, document };
  }

  /** A lesson of a version as the player shows it. @throws {NotFound} */
  async lesson(
    code: string,
    number: number,
    slug: string,
    language: Language,
  ): Promise<LessonView & { quiz: QuizView | null }> {
    const content = await this.store.get(await this.idOf(code, number));
    const lesson = content.document.lessons.find((candidate) => candidate.slug === slug);
    return {
      ...this.store.lessonView(content, slug, language),
      quiz: lesson?.kind === 'quiz' ? sampleQuiz(content.document, lesson.quiz, language) : null,
    };
  }

  /**
   * In what two versions differ. Without `to`, the draft; without `from`, nothing: then everything is new.
   *
   * @throws {NotFound}
   */
  async differences(code: string, from: number | null, to: number | null): Promise<Difference[]> {
    const before = from === null ? {} : (await this.store.get(await this.idOf(code, from))).document;
    const after = to === null ? await this.draftOf(code) : (await this.store.get(await this.idOf(code, to))).document;
    return compareCourses(before, after);
  }

  /** How far the draft is in each language, lesson by lesson; the current version where there is no draft. @throws {NotFound} */
  async translation(code: string): Promise<LessonTranslation[]> {
    const [row] = await this.db.query<{ draft: string | null; base: string | null; current: string | null }[]>(
      `SELECT d.document AS draft, b.document AS base, v.document AS current FROM course c
       LEFT JOIN course_draft d ON d.course_id = c.id LEFT JOIN course_version v ON v.id = c.current_version_id
       LEFT JOIN course_version b ON b.id = COALESCE(d.based_on_version_id, c.current_version_id) WHERE c.code = ?`,
      [code],
    );
    if (row === undefined) throw new NotFound();
    const parse = (json: string | null): unknown => (json === null ? {} : (JSON.parse(json) as unknown));
    return translationOf(parse(row.draft ?? row.current), parse(row.base));
  }

  /** Versions that wait for a reviewer's word: in review, signed by others, or published as a pilot. */
  async waitingFor(personId: string): Promise<WaitingVersion[]> {
    const rows = await this.db.query<(VersionRow & { code: string; title: string })[]>(
      `SELECT w.* FROM (
         SELECT v.id, c.code, v.number, v.state, v.pilot, v.scope, v.note, v.submitted_at, v.authors,
           CAST(JSON_EXTRACT(v.document, '$.title') AS CHAR) AS title, CAST(JSON_EXTRACT(v.document, '$.seats') AS CHAR) AS seats
         FROM course c JOIN course_version v ON v.course_id = c.id
         WHERE v.state IN ('in-review', 'signed') OR (v.state = 'published' AND v.pilot = 1 AND v.id = c.current_version_id)
       ) w ORDER BY w.submitted_at IS NULL, w.submitted_at DESC, w.code`,
    );
    const held = await this.db.query<{ seat: Seat }[]>(
      'SELECT seat FROM seat_holder WHERE person_id = ? AND ended_at IS NULL',
      [toBin(personId)],
    );
    const said = await this.db.query<{ course_version_id: Buffer; seat: Seat }[]>(
      'SELECT course_version_id, seat FROM review WHERE person_id = ?',
      [toBin(personId)],
    );
    return rows.flatMap((row) => {
      if ((JSON.parse(row.authors) as string[]).includes(personId)) return [];
      const asked = JSON.parse(row.seats) as Seat[];
      const seats = held
        .map(({ seat }) => seat)
        .filter((seat) => asked.includes(seat))
        .filter((seat) => !said.some((review) => review.seat === seat && review.course_version_id.equals(row.id)));
      const { code, number, state, scope, note } = row;
      if (seats.length === 0) return [];
      return [
        {
          code,
          title: JSON.parse(row.title) as Text,
          number,
          state,
          scope,
          note,
          submittedAt: row.submitted_at,
          pilot: row.pilot === 1,
          seats,
        },
      ];
    });
  }

  private async views(rows: readonly VersionRow[]): Promise<VersionView[]> {
    if (rows.length === 0) return [];
    const reviews = await this.db.query<
      {
        course_version_id: Buffer;
        seat: Seat;
        decision: 'signed' | 'dissented';
        person_id: Buffer;
        affiliation: string | null;
        text: string | null;
        at: Date;
      }[]
    >(
      `SELECT r.course_version_id, r.seat, r.decision, r.person_id, h.affiliation, r.text, r.at FROM review r
       LEFT JOIN seat_holder h ON h.person_id = r.person_id AND h.seat = r.seat
       WHERE r.course_version_id IN (?) ORDER BY r.at, r.id`,
      [rows.map(({ id }) => id)],
    );
    return rows.map((row) => {
      const own = reviews.filter((review) => review.course_version_id.equals(row.id));
      return {
        number: row.number,
        state: row.state,
        current: row.is_current === 1,
        pilot: row.pilot === 1,
        scope: row.scope,
        note: row.note,
        hash: row.content_hash,
        basedOn: row.based_on,
        authors: JSON.parse(row.authors) as string[],
        submittedAt: row.submitted_at,
        submittedBy: row.submitted_by && fromBin(row.submitted_by),
        publishedAt: row.published_at,
        retiredAt: row.retired_at,
        retiredReason: row.retired_reason,
        seats: (JSON.parse(row.seats) as Seat[]).map((seat) => ({ seat, state: seatState(seat, own) })),
        reviews: own.map((review) => ({
          seat: review.seat,
          decision: review.decision,
          personId: fromBin(review.person_id),
          affiliation: review.affiliation === null ? null : (JSON.parse(review.affiliation) as Text),
          text: review.text,
          at: review.at,
        })),
      };
    });
  }

  private async idOf(code: string, number: number): Promise<string> {
    const [row] = await this.db.query<{ id: Buffer }[]>(
      'SELECT v.id FROM course c JOIN course_version v ON v.course_id = c.id WHERE c.code = ? AND v.number = ?',
      [code, number],
    );
    if (row === undefined) throw new NotFound();
    return fromBin(row.id);
  }

  private async draftOf(code: string): Promise<unknown> {
    const [row] = await this.db.query<{ document: string }[]>(
      'SELECT d.document FROM course c JOIN course_draft d ON d.course_id = c.id WHERE c.code = ?',
      [code],
    );
    if (row === undefined) throw new NotFound();
    const draft: unknown = JSON.parse(row.document);
    const whole = courseDocumentSchema.safeParse(draft);
    // An unfinished draft is compared as it stands; a whole one with its defaults filled in, as versions are.
    return whole.success ? whole.data : { ...looseDocument({}), ...looseRecord(draft) };
  }
}
