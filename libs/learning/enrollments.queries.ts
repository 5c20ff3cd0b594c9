import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { CourseService, type LessonKind, type Track, type VersionContent } from '#libs/courses';
import { Database, fromBin, toBin } from '#libs/database';
import type { Language, Text } from '#libs/language';
import type { LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { AttemptService } from './attempts.service.js';
import { proofsOf } from './completer.js';
import { type LessonState, nextLesson, type Origin, type Route, routesOf } from './enrollment.rules.js';
import { EnrollmentStore, type LessonStanding, lessonsOf } from './enrollment.store.js';
import type { Evidence, EvidenceGrade, EvidenceReason, ProofKind } from './evidence.rules.js';
import { type EvidenceView, viewEvidence } from './evidence.view.js';
import type { OpenedEnrollment } from './ledger.js';
import { covered } from './span.rules.js';
import { sameLessons } from './version-move.rules.js';

export interface EnrollmentItem {
  id: string;
  state: OpenedEnrollment['state'];
  origin: Origin;
  route: Route;
  course: { code: string; title: Text };
  /** Required lessons of the route done, of how many. */
  done: number;
  total: number;
  startedAt: Date;
  completedAt: Date | null;
}

export interface EnrollmentView {
  id: string;
  state: OpenedEnrollment['state'];
  route: Route;
  /** To choose from; one where there is nothing to choose. */
  routes: Route[];
  course: {
    code: string;
    title: Text;
    track: Track;
    pilot: boolean;
    version: number;
    minutes: number;
    languages: Language[];
  };
  startedAt: Date;
  completedAt: Date | null;
  /** Those of the route. */
  lessons: {
    id: string;
    slug: string;
    kind: LessonKind;
    title: Text;
    minutes: number;
    required: boolean;
    state: LessonState;
    engagedSeconds: number;
    watchedSeconds: number;
    position: string | null;
    /** Submitted ones. */
    attempts: number;
    /** 0–1; null where nothing is graded. */
    bestScore: number | null;
  }[];
  next: string | null;
  completion: { id: string; completedOn: LocalDate } | null;
  evidence: EvidenceView;
  /** A newer version to go on in, by choice. */
  newer: { version: number; kept: Text[]; again: Text[] } | null;
}

interface ListRow {
  id: Buffer;
  state: OpenedEnrollment['state'];
  origin: Origin;
  route: Route;
  course_version_id: Buffer;
  started_at: Date;
  completed_at: Date | null;
}

/** Where one stands. Everything here is the actor's own. */
@Injectable()
export class EnrollmentQueries {
  constructor(
    private readonly db: Database,
    private readonly access: AccessService,
    private readonly courses: CourseService,
    private readonly store: EnrollmentStore,
    private readonly attempts: AttemptService,
  ) {}

  /** Newest first. */
  async list(actor: Actor): Promise<EnrollmentItem[]> {
    const rows = await this.db.query<ListRow[]>(
      `SELECT id, state, origin, route, course_version_id, started_at, completed_at FROM enrollment
       WHERE person_id = ? ORDER BY started_at DESC, id DESC`,
      [toBin(this.access.requirePerson(actor))],
    );
    if (rows.length === 0) return [];
    const done = await this.db.query<{ enrollment_id: Buffer; lesson_id: Buffer }[]>(
      `SELECT enrollment_id, lesson_id FROM lesson_progress WHERE enrollment_id IN (?) AND state = 'done'`,
      [rows.map(({ id }) => id)],
    );
    const finished = new Set(done.map((row) => `${fromBin(row.enrollment_id)} ${fromBin(row.lesson_id)}`));
    const items: EnrollmentItem[] = [];
    for (const row of rows) {
      const content = await this.courses.getVersion(fromBin(row.course_version_id));
      const { state, origin, route } = row;
      const id = fromBin(row.id);
      const asked = lessonsOf(content).filter((lesson) => lesson.required && lesson.routes.includes(route));
      items.push({
        ...{ id, state, origin, route },
        course: { code: content.document.code, title: content.document.title },
        done: asked.filter((lesson) => finished.has(`${id} ${lesson.id}`)).length,
        total: asked.length,
        startedAt: row.started_at,
        completedAt: row.completed_at,
      });
    }
    return items;
  }

  /** For each course code the actor's active enrollment, else the newest. */
  async newestByCourse(actor: Actor): Promise<Map<string, EnrollmentItem>> {
    const newest = new Map<string, EnrollmentItem>();
    for (const item of await this.list(actor)) {
      const known = newest.get(item.course.code);
      if (known === undefined || (known.state !== 'active' && item.state === 'active'))
        newest.set(item.course.code, item);
    }
    return newest;
  }

  /** @throws {NotFound} also for somebody else's */
  async get(actor: Actor, id: string): Promise<EnrollmentView> {
    const enrollment = await this.store.get(this.access.requirePerson(actor), id);
    const content = await this.courses.getVersion(enrollment.versionId);
    const { document } = content;
    const [version] = await this.db.query<{ number: number; pilot: number }[]>(
      'SELECT number, pilot FROM course_version WHERE id = ?',
      [toBin(enrollment.versionId)],
    );
    const completion = await this.completionOf(id);
    const standing = await this.store.standing(enrollment);
    const tried = await this.attemptsOf(id);
    const { code, title, track, credit, languages } = document;
    return {
      id,
      state: enrollment.state,
      route: enrollment.route,
      routes: routesOf(lessonsOf(content)),
      course: {
        ...{ code, title, track, languages },
        pilot: version?.pilot !== 0,
        version: version?.number ?? 0,
        minutes: credit.minutes,
      },
      startedAt: enrollment.startedAt,
      completedAt: enrollment.completedAt,
      lessons: standing.map((lesson) => lessonView(lesson, tried.get(lesson.id))),
      next: enrollment.state === 'completed' ? null : nextLesson(standing),
      completion: completion === null ? null : { id: completion.id, completedOn: completion.completedOn },
      evidence: viewEvidence({
        document,
        lessons: standing,
        proofs: (await proofsOf(this.db, [id])).get(id) ?? [],
        frozen: completion?.evidence ?? null,
        offered: await this.waysOffered(enrollment, content),
      }),
      newer: enrollment.state === 'active' ? await this.newerThan(content, standing) : null,
    };
  }

  private async waysOffered(enrollment: OpenedEnrollment, content: VersionContent): Promise<ProofKind[]> {
    const { document } = content;
    const offered: [ProofKind, boolean][] = [
      ['test-out', await this.attempts.canTestOut(enrollment, content)],
      ['argued-case', document.items.some(({ kind }) => kind === 'argued-case')],
      ['live-session', document.lessons.some(({ kind }) => kind === 'live')],
    ];
    return offered.flatMap(([kind, is]) => (is ? [kind] : []));
  }

  private async newerThan(
    content: VersionContent,
    standing: readonly LessonStanding[],
  ): Promise<EnrollmentView['newer']> {
    const [row] = await this.db.query<{ id: Buffer; number: number }[]>(
      `SELECT v.id, v.number FROM course c JOIN course_version v ON v.id = c.current_version_id
       WHERE c.id = ? AND v.id <> ?`,
      [toBin(content.courseId), toBin(content.id)],
    );
    if (row === undefined) return null;
    const to = await this.courses.getVersion(fromBin(row.id));
    const same = new Set(sameLessons(content.document, to.document));
    const done = standing
      .filter(({ state }) => state === 'done')
      .map(({ slug, content: { title } }) => ({ slug, title }));
    return {
      version: row.number,
      kept: done.filter(({ slug }) => same.has(slug)).map(({ title }) => title),
      again: done.filter(({ slug }) => !same.has(slug)).map(({ title }) => title),
    };
  }

  private async completionOf(
    enrollmentId: string,
  ): Promise<{ id: string; completedOn: LocalDate; evidence: Evidence } | null> {
    const [row] = await this.db.query<
      { id: Buffer; completed_on: LocalDate; evidence: EvidenceGrade; evidence_reasons: string }[]
    >('SELECT id, completed_on, evidence, evidence_reasons FROM completion WHERE enrollment_id = ?', [
      toBin(enrollmentId),
    ]);
    if (row === undefined) return null;
    const reasons = JSON.parse(row.evidence_reasons) as EvidenceReason[];
    return { id: fromBin(row.id), completedOn: row.completed_on, evidence: { grade: row.evidence, reasons } };
  }

  private async attemptsOf(enrollmentId: string): Promise<Map<string, Tried>> {
    const rows = await this.db.query<{ lesson_id: Buffer; count: number | string; best: number | string | null }[]>(
      `SELECT lesson_id, COUNT(*) AS count, MAX(score) AS best FROM attempt
       WHERE enrollment_id = ? AND submitted_at IS NOT NULL AND purpose = 'lesson' GROUP BY lesson_id`,
      [toBin(enrollmentId)],
    );
    return new Map(
      rows.map((row) => [
        fromBin(row.lesson_id),
        { count: Number(row.count), best: row.best === null ? null : Number(row.best) },
      ]),
    );
  }
}

interface Tried {
  readonly count: number;
  readonly best: number | null;
}

function lessonView(lesson: LessonStanding, tried: Tried | undefined): EnrollmentView['lessons'][number] {
  const { id, slug, kind, minutes, required, state, record, content } = lesson;
  const graded = content.kind === 'quiz' && content.quiz.purpose !== 'pre';
  return {
    ...{ id, slug, kind, minutes, required, state },
    title: content.title,
    engagedSeconds: Math.floor((record?.engagedMs ?? 0) / 1000),
    watchedSeconds: Math.floor(covered(record?.watched ?? [])),
    position: record?.position ?? null,
    attempts: tried?.count ?? 0,
    bestScore: graded ? (tried?.best ?? null) : null,
  };
}
