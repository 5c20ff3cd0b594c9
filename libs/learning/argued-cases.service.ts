import { AccessService } from '#libs/access';
import { type Actor, unitsWhere } from '#libs/actor';
import { Audit } from '#libs/audit';
import { CourseService, type Item, renderMarkdown, type VersionContent } from '#libs/courses';
import { Database, fromBin, newId, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import type { Language, Text } from '#libs/language';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { EnrollmentStore } from './enrollment.store.js';
import { AwaitingMark, NoCaseToArgue, NotInRubric } from './learning.errors.js';
import { Ledger, type OpenedEnrollment } from './ledger.js';

type CaseItem = Extract<Item, { kind: 'argued-case' }>;
type State = 'submitted' | 'accepted' | 'returned';

export interface CaseToArgue {
  readonly code: string;
  readonly stemHtml: string;
  readonly rubric: { readonly id: string; readonly points: number; readonly text: string }[];
}

export interface OwnCase {
  readonly id: string;
  readonly code: string;
  readonly state: State;
  readonly words: string;
  readonly points: number | null;
  readonly reply: string | null;
  readonly submittedAt: Date;
}

export interface WaitingCase extends CaseToArgue {
  readonly id: string;
  readonly course: { readonly code: string; readonly title: Text };
  readonly words: string;
  readonly submittedAt: Date;
}

interface Row {
  id: Buffer;
  code: string;
  state: State;
  words: string;
  points: number | null;
  reply: string | null;
  submitted_at: Date;
}

/** Share of the rubric's points at which a case is accepted. */
const ACCEPTED = 0.6;

/** The writer belongs, or belonged, to a unit of the marker's. */
const IN_SCOPE = `(? OR EXISTS (SELECT 1 FROM membership m JOIN org_unit_closure c ON c.descendant_id = m.unit_id
  WHERE m.person_id = e.person_id AND m.superseded_at IS NULL AND c.ancestor_id IN (?)))`;

function scopeOf(actor: Actor): [everything: number, units: Buffer[]] {
  const units = unitsWhere(actor, 'course:author').map(toBin);
  // An empty list is no SQL: no unit has the id of zeros.
  return [actor.kind === 'system' ? 1 : 0, units.length > 0 ? units : [Buffer.alloc(16)]];
}

/** Cases argued in writing: another way to show what a course is about. A person marks them, without a name beside. */
@Injectable()
export class ArguedCaseService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly access: AccessService,
    private readonly courses: CourseService,
    private readonly store: EnrollmentStore,
  ) {}

  /** What may be argued in a course, and what the actor has handed in. @throws {NotFound} */
  async get(
    actor: Actor,
    enrollmentId: string,
    language: Language,
  ): Promise<{ cases: CaseToArgue[]; mine: OwnCase[] }> {
    const enrollment = await this.store.get(this.access.requirePerson(actor), enrollmentId);
    const content = await this.courses.getVersion(enrollment.versionId);
    const rows = await this.rowsOf(this.db, enrollment);
    return {
      cases: casesOf(content).map((item) => view(content, item, language)),
      mine: rows.map((row) => ({
        ...row,
        id: fromBin(row.id),
        submittedAt: row.submitted_at,
      })),
    };
  }

  /** @throws {NotFound} {@link NoCaseToArgue} {@link AwaitingMark} */
  async submit(actor: Actor, enrollmentId: string, code: string, words: string): Promise<string> {
    const personId = this.access.requirePerson(actor);
    const enrollment = await this.store.get(personId, enrollmentId);
    const content = await this.courses.getVersion(enrollment.versionId);
    const itemId = content.itemIds.get(code);
    if (itemId === undefined || !casesOf(content).some((item) => item.code === code)) throw new NoCaseToArgue();
    const id = newId();
    await this.db.run(async (tx) => {
      await Ledger.open(tx, this.clock.now(), [{ personId, enrollmentId }], false);
      if ((await this.rowsOf(tx, enrollment)).some(({ state }) => state === 'submitted')) throw new AwaitingMark();
      await tx.query(
        `INSERT INTO argued_case (id, enrollment_id, item_id, course_id, state, words, submitted_at)
         VALUES (?, ?, ?, ?, 'submitted', ?, ?)`,
        [
          toBin(id),
          toBin(enrollmentId),
          toBin(itemId),
          toBin(content.courseId),
          words.normalize('NFC'),
          this.clock.now(),
        ],
      );
      await this.audit.record(actor, {
        action: 'argued-case.submit',
        subjectKind: 'person',
        subjectId: personId,
        detail: { arguedCaseId: id },
      });
    });
    return id;
  }

  /** Cases of people in the actor's scope that wait for a mark, the oldest first; never one's own, never with a name. */
  async waiting(actor: Actor, language: Language): Promise<WaitingCase[]> {
    const rows = await this.db.query<(Row & { course_version_id: Buffer })[]>(
      `SELECT a.id, i.code, a.state, a.words, a.points, a.reply, a.submitted_at, e.course_version_id
       FROM argued_case a JOIN enrollment e ON e.id = a.enrollment_id JOIN item i ON i.id = a.item_id
       WHERE a.state = 'submitted' AND e.person_id <> ? AND ${IN_SCOPE} ORDER BY a.submitted_at, a.id LIMIT 100`,
      [toBin(this.access.requirePerson(actor)), ...scopeOf(actor)],
    );
    const cases: WaitingCase[] = [];
    for (const row of rows) {
      const content = await this.courses.getVersion(fromBin(row.course_version_id));
      const item = casesOf(content).find(({ code }) => code === row.code);
      if (item === undefined) continue;
      const { code, title } = content.document;
      cases.push({
        ...view(content, item, language),
        id: fromBin(row.id),
        course: { code, title },
        words: row.words,
        submittedAt: row.submitted_at,
      });
    }
    return cases;
  }

  /**
   * Marks a case by its rubric. From {@link ACCEPTED} of the points it is accepted, and a proof beside the course; else
   * it is returned with the reply, and may be written anew. @throws {NotFound} also for one's own, and out of scope;
   * {@link NotInRubric}
   */
  async mark(
    actor: Actor,
    id: string,
    marks: Readonly<Record<string, number>>,
    reply: string,
  ): Promise<'accepted' | 'returned'> {
    const marker = this.access.requirePerson(actor);
    return this.db.run(async (tx) => {
      const [row] = await tx.query<
        { enrollment_id: Buffer; person_id: Buffer; code: string; course_version_id: Buffer }[]
      >(
        `SELECT a.enrollment_id, e.person_id, i.code, e.course_version_id
         FROM argued_case a JOIN enrollment e ON e.id = a.enrollment_id JOIN item i ON i.id = a.item_id
         WHERE a.id = ? AND a.state = 'submitted' AND e.person_id <> ? AND ${IN_SCOPE}`,
        [toBin(id), toBin(marker), ...scopeOf(actor)],
      );
      if (row === undefined) throw new NotFound();
      const personId = fromBin(row.person_id);
      await Ledger.open(tx, this.clock.now(), [{ personId, enrollmentId: fromBin(row.enrollment_id) }], false);
      const item = casesOf(await this.courses.getVersion(fromBin(row.course_version_id))).find(
        ({ code }) => code === row.code,
      );
      if (item === undefined) throw new NotFound();
      const { points, most } = total(item, marks);
      const state = points >= ACCEPTED * most - 1e-9 ? 'accepted' : 'returned';
      const { affectedRows } = await tx.query<{ affectedRows: number }>(
        `UPDATE argued_case SET state = ?, marks = ?, points = ?, reply = ?, marked_at = ?, marked_by = ?
         WHERE id = ? AND state = 'submitted'`,
        [state, JSON.stringify(marks), points, reply.normalize('NFC'), this.clock.now(), toBin(marker), toBin(id)],
      );
      // Two markers at once: the first has said it.
      if (affectedRows === 0) throw new NotFound();
      if (state === 'accepted')
        await tx.query(`INSERT INTO proof (enrollment_id, kind, source_id, at) VALUES (?, 'argued-case', ?, ?)`, [
          row.enrollment_id,
          toBin(id),
          this.clock.now(),
        ]);
      await this.audit.record(actor, {
        action: 'argued-case.mark',
        subjectKind: 'person',
        subjectId: personId,
        detail: { arguedCaseId: id, state },
      });
      return state;
    });
  }

  private rowsOf(db: Pick<Database, 'query'>, { id }: OpenedEnrollment): Promise<Row[]> {
    return db.query<Row[]>(
      `SELECT a.id, i.code, a.state, a.words, a.points, a.reply, a.submitted_at
       FROM argued_case a JOIN item i ON i.id = a.item_id WHERE a.enrollment_id = ? ORDER BY a.submitted_at DESC, a.id`,
      [toBin(id)],
    );
  }
}

function casesOf({ document }: VersionContent): CaseItem[] {
  return document.items.filter((item): item is CaseItem => item.kind === 'argued-case');
}

function view({ document }: VersionContent, item: CaseItem, language: Language): CaseToArgue {
  const context = { language, sources: document.sources, figures: document.figures };
  return {
    code: item.code,
    stemHtml: renderMarkdown(item.stem[language], context),
    rubric: item.rubric.map(({ id, points, text }) => ({ id, points, text: text[language] })),
  };
}

/** @throws {NotInRubric} unless each criterion has points within what it allows, and nothing else has any */
function total({ rubric }: CaseItem, marks: Readonly<Record<string, number>>): { points: number; most: number } {
  const fits = rubric.every(({ id, points }) => (marks[id] ?? -1) >= 0 && (marks[id] ?? 0) <= points);
  if (!fits || Object.keys(marks).length !== rubric.length) throw new NotInRubric();
  return {
    points: Object.values(marks).reduce((sum, points) => sum + points, 0),
    most: rubric.reduce((sum, { points }) => sum + points, 0),
  };
}
