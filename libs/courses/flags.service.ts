import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, isDuplicate, newId, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import type { Text } from '#libs/language';
import { addDays, Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { authorOf } from './author.js';
import type { CourseDocument } from './course.schema.js';
import type { FlagReason } from './course.vocabulary.js';
import { AlreadyFlagged } from './courses.errors.js';
import { outdatedSources } from './flag.rules.js';

export interface NewFlag {
  reason: FlagReason;
  /** What of the course: an item's code, a source's id; empty for the whole. */
  subject: string;
  note: string | null;
  /** Who sees to it; null for whoever published the version last. */
  ownerId: string | null;
  /** Null for {@link DAYS_TO_MEND} days from now. */
  dueOn: string | null;
}

export interface FlagView {
  id: string;
  code: string;
  title: Text;
  reason: FlagReason;
  subject: string;
  note: string | null;
  ownerId: string | null;
  dueOn: string;
  raisedAt: Date;
  /** Null where the product noticed it. */
  raisedBy: string | null;
  resolvedAt: Date | null;
  resolution: string | null;
}

/** An item of a course's current version that everyone gets right. */
export interface EasyItem {
  course: string;
  item: string;
  shown: number;
}

const DAYS_TO_MEND = 90;
const NEW_CASE_EVERY_YEARS = 2;

/** Marks courses that need looking at again: why, by whom, until when. */
@Injectable()
export class FlagService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** Open ones by their date, or those resolved, newest first. */
  async list(state: 'open' | 'resolved'): Promise<FlagView[]> {
    const rows = await this.db.query<
      {
        id: Buffer;
        code: string;
        title: string | null;
        reason: FlagReason;
        subject: string;
        note: string | null;
        owner_id: Buffer | null;
        due_on: string;
        raised_at: Date;
        raised_by: Buffer | null;
        resolved_at: Date | null;
        resolution: string | null;
      }[]
    >(
      `SELECT f.id, c.code, CAST(JSON_EXTRACT(v.document, '$.title') AS CHAR) AS title, f.reason, f.subject, f.note,
         f.owner_id, f.due_on, f.raised_at, f.raised_by, f.resolved_at, f.resolution
       FROM course_flag f JOIN course c ON c.id = f.course_id LEFT JOIN course_version v ON v.id = c.current_version_id
       WHERE (f.resolved_at IS NULL) = ? ORDER BY ${state === 'open' ? 'f.due_on' : 'f.resolved_at DESC'}, f.id LIMIT 500`,
      [state === 'open' ? 1 : 0],
    );
    return rows.map((row) => ({
      id: fromBin(row.id),
      code: row.code,
      title: row.title === null ? { ko: row.code, en: row.code } : (JSON.parse(row.title) as Text),
      reason: row.reason,
      subject: row.subject,
      note: row.note,
      ownerId: row.owner_id && fromBin(row.owner_id),
      dueOn: row.due_on,
      raisedAt: row.raised_at,
      raisedBy: row.raised_by && fromBin(row.raised_by),
      resolvedAt: row.resolved_at,
      resolution: row.resolution,
    }));
  }

  /** @throws {NotFound} {@link AlreadyFlagged} while the same is open */
  async raise(actor: Actor, code: string, flag: NewFlag): Promise<{ id: string }> {
    return this.db.run(async (tx) => {
      const [course] = await tx.query<{ id: Buffer; published_by: Buffer | null; submitted_by: Buffer | null }[]>(
        `SELECT c.id, v.published_by, v.submitted_by FROM course c
         LEFT JOIN course_version v ON v.id = c.current_version_id WHERE c.code = ?`,
        [code],
      );
      if (course === undefined) throw new NotFound();
      const id = newId();
      const owner = flag.ownerId === null ? (course.submitted_by ?? course.published_by) : toBin(flag.ownerId);
      const dueOn = flag.dueOn ?? addDays(this.clock.today(), DAYS_TO_MEND);
      try {
        await tx.query(
          `INSERT INTO course_flag (id, course_id, reason, subject, open_key, note, owner_id, due_on, raised_at, raised_by)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            toBin(id),
            course.id,
            flag.reason,
            flag.subject,
            `${flag.reason} ${flag.subject}`,
            flag.note,
            owner,
            dueOn,
            this.clock.now(),
            authorOf(actor),
          ],
        );
      } catch (error) {
        if (isDuplicate(error, 'uq_course_flag_course_id_open_key')) throw new AlreadyFlagged();
        throw error;
      }
      await this.audit.record(actor, {
        action: 'course.flag',
        subjectKind: 'course',
        subjectId: fromBin(course.id),
        detail: { code, reason: flag.reason, subject: flag.subject, dueOn },
      });
      return { id };
    });
  }

  /** Says what was done about it. @throws {NotFound} also for one that is resolved */
  async resolve(actor: Actor, id: string, resolution: string): Promise<void> {
    await this.db.run(async (tx) => {
      const [row] = await tx.query<{ course_id: Buffer; reason: FlagReason }[]>(
        'SELECT course_id, reason FROM course_flag WHERE id = ? AND resolved_at IS NULL FOR UPDATE',
        [toBin(id)],
      );
      if (row === undefined) throw new NotFound();
      await tx.query(
        'UPDATE course_flag SET resolved_at = ?, resolved_by = ?, resolution = ?, open_key = NULL WHERE id = ?',
        [this.clock.now(), authorOf(actor), resolution, toBin(id)],
      );
      await this.audit.record(actor, {
        action: 'course.unflag',
        subjectKind: 'course',
        subjectId: fromBin(row.course_id),
        detail: { reason: row.reason },
      });
    });
  }

  /**
   * Flags what can be noticed without a person: a source that another course cites in a later version, two years without
   * a new case, and the items given. What was resolved is raised again only after a new version, or when it changed.
   *
   * @returns how many flags are new
   */
  async notice(actor: Actor, easy: readonly EasyItem[]): Promise<number> {
    const courses = await this.db.query<
      { code: string; document: string; published_at: Date; newest_case: Date | null }[]
    >(
      `SELECT c.code, v.document, v.published_at,
         (SELECT MAX(s.added_at) FROM shared_case s WHERE JSON_CONTAINS(JSON_EXTRACT(s.content, '$.courses'), JSON_QUOTE(c.code))) AS newest_case
       FROM course c JOIN course_version v ON v.id = c.current_version_id`,
    );
    const documents = courses.map(({ document }) => JSON.parse(document) as CourseDocument);
    const limit = new Date(this.clock.now());
    limit.setUTCFullYear(limit.getUTCFullYear() - NEW_CASE_EVERY_YEARS);
    const found: (Pick<NewFlag, 'reason' | 'subject' | 'note'> & { code: string })[] = [
      ...outdatedSources(documents).map(({ course, source, cited, newer }) => ({
        code: course,
        reason: 'basis-changed' as const,
        subject: source,
        note: `${cited} → ${newer}`,
      })),
      ...courses
        .filter(
          ({ published_at, newest_case }) => published_at < limit && (newest_case === null || newest_case < limit),
        )
        .map(({ code }) => ({ code, reason: 'no-local-case' as const, subject: '', note: null })),
      ...easy.map(({ course, item, shown }) => ({
        code: course,
        reason: 'item-too-easy' as const,
        subject: item,
        note: `${String(shown)}/${String(shown)}`,
      })),
    ];
    let raised = 0;
    for (const { code, ...flag } of found) {
      if (await this.wasRaised(code, flag)) continue;
      await this.raise(actor, code, { ...flag, ownerId: null, dueOn: null });
      raised += 1;
    }
    return raised;
  }

  /** Whether the same was flagged since the current version was published. */
  private async wasRaised(code: string, flag: Pick<NewFlag, 'reason' | 'subject'>): Promise<boolean> {
    const rows = await this.db.query<unknown[]>(
      `SELECT 1 FROM course_flag f JOIN course c ON c.id = f.course_id JOIN course_version v ON v.id = c.current_version_id
       WHERE c.code = ? AND f.reason = ? AND f.subject = ? AND (f.resolved_at IS NULL OR f.raised_at >= v.published_at) LIMIT 1`,
      [code, flag.reason, flag.subject],
    );
    return rows.length > 0;
  }
}
