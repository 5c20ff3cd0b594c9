import { Database, fromBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import type { Language, Text } from '#libs/language';
import { Injectable } from '@nestjs/common';
import type { CourseDocument } from './course.schema.js';
import { routeMinutes } from './route.rules.js';
import type { LessonKind, Route, Seat, Track } from './course.vocabulary.js';
import { type SourceView, viewSource } from './lesson.view.js';
import { renderMarkdown } from './markdown.render.js';
import { Recent } from './recent.js';
import { VersionStore } from './version.store.js';

export interface CourseSummary {
  code: string;
  track: Track;
  level: CourseDocument['level'];
  title: Text;
  summary: Text;
  /** Minutes credited. */
  minutes: number;
  mode: CourseDocument['credit']['mode'];
  method: CourseDocument['credit']['method'];
  topics: string[];
  languages: Language[];
  pilot: boolean;
  version: number;
  lessons: number;
  /** Minutes of each route that the course offers. */
  routes: Partial<Record<Route, number>>;
}

export interface CoursePage extends CourseSummary {
  objectives: Text[];
  lessonList: { slug: string; kind: LessonKind; title: Text; minutes: number; required: boolean; routes: Route[] }[];
  /** Whether there is a guide for those who lead the live part. */
  hasGuide: boolean;
  seats: { seat: Seat; signed: boolean }[];
  sources: SourceView[];
  commitment: { prompt: Text; examples: Text[] } | null;
}

export interface CatalogueFilter {
  track?: Track | undefined;
  /** Words that all occur in title or summary, in either language. */
  q?: string | undefined;
  /** `nextCursor` of the page before. */
  cursor?: string | undefined;
  limit: number;
}

interface CurrentRow {
  code: string;
  track: Track;
  version_id: Buffer;
  number: number;
  pilot: number;
}

const CURRENT = `SELECT c.code, c.track, v.id AS version_id, v.number, v.pilot
  FROM course c JOIN course_version v ON v.id = c.current_version_id`;

/** What can be learned: the catalogue and a course's page. Public to everyone signed in. */
@Injectable()
export class CourseQueries {
  private readonly summaries = new Recent<Omit<CourseSummary, 'pilot' | 'version' | 'track'>>(2_000);

  constructor(
    private readonly db: Database,
    private readonly versions: VersionStore,
  ) {}

  /** Published courses in the order of their codes. */
  async catalogue(filter: CatalogueFilter): Promise<{ items: CourseSummary[]; nextCursor: string | null }> {
    const after = filter.cursor === undefined ? '' : Buffer.from(filter.cursor, 'base64url').toString('utf8');
    const rows = await this.db.query<CurrentRow[]>(
      `${CURRENT} WHERE c.code > ? AND (? IS NULL OR c.track = ?) ORDER BY c.code`,
      [after, filter.track ?? null, filter.track ?? null],
    );
    const words = (filter.q ?? '')
      .normalize('NFC')
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const items: CourseSummary[] = [];
    for (const row of rows) {
      const summary = await this.summaryOf(row);
      if (!matches(summary, words)) continue;
      // One more than asked for tells that there is a next page.
      if (items.length === filter.limit)
        return { items, nextCursor: Buffer.from(items.at(-1)?.code ?? '').toString('base64url') };
      items.push(summary);
    }
    return { items, nextCursor: null };
  }

  /** Summaries of the courses with these codes that are published, by code. */
  async summariesByCode(codes: readonly string[]): Promise<Map<string, CourseSummary>> {
    if (codes.length === 0) return new Map();
    const rows = await this.db.query<CurrentRow[]>(`${CURRENT} WHERE c.code IN (?)`, [codes]);
    const found = new Map<string, CourseSummary>();
    for (const row of rows) found.set(row.code, await this.summaryOf(row));
    return found;
  }

  /** What courses were called at an instant, by the version that was the newest then. */
  async titlesAt(codes: readonly string[], instant: Date): Promise<Map<string, Text>> {
    if (codes.length === 0) return new Map();
    const rows = await this.db.query<{ code: string; version_id: Buffer }[]>(
      `SELECT c.code, v.id AS version_id FROM course c JOIN course_version v ON v.course_id = c.id
       WHERE c.code IN (?) AND v.published_at <= ? ORDER BY c.code, v.number`,
      [codes, instant],
    );
    const newest = new Map(rows.map((row) => [row.code, fromBin(row.version_id)]));
    const titles = new Map<string, Text>();
    for (const [code, id] of newest) titles.set(code, (await this.versions.get(id)).document.title);
    return titles;
  }

  /** @throws {NotFound} */
  async page(code: string): Promise<CoursePage> {
    const [row] = await this.db.query<CurrentRow[]>(`${CURRENT} WHERE c.code = ?`, [code]);
    if (row === undefined) throw new NotFound();
    const { document } = await this.versions.get(fromBin(row.version_id));
    const signed = await this.db.query<{ seat: Seat }[]>(
      `SELECT DISTINCT seat FROM review WHERE course_version_id = ? AND decision = 'signed'`,
      [row.version_id],
    );
    return {
      ...(await this.summaryOf(row)),
      objectives: document.objectives,
      lessonList: document.lessons.map(({ slug, kind, title, minutes, required, routes }) => ({
        slug,
        kind,
        title,
        minutes,
        required,
        routes,
      })),
      hasGuide: document.guide !== undefined,
      seats: document.seats.map((seat) => ({ seat, signed: signed.some((review) => review.seat === seat) })),
      sources: document.sources.map(viewSource),
      commitment: document.commitment ?? null,
    };
  }

  /** The facilitator's guide of the current version. @throws {NotFound} also for a course without one */
  async guide(code: string, language: Language): Promise<{ title: Text; html: string }> {
    const [row] = await this.db.query<CurrentRow[]>(`${CURRENT} WHERE c.code = ?`, [code]);
    if (row === undefined) throw new NotFound();
    const { document } = await this.versions.get(fromBin(row.version_id));
    if (document.guide === undefined) throw new NotFound();
    const { title, sources, figures, guide } = document;
    return { title, html: renderMarkdown(guide[language], { language, sources, figures }) };
  }

  private async summaryOf(row: CurrentRow): Promise<CourseSummary> {
    const id = fromBin(row.version_id);
    const summary = this.summaries.get(id) ?? this.summaries.set(id, summarize((await this.versions.get(id)).document));
    return { ...summary, track: row.track, pilot: row.pilot === 1, version: row.number };
  }
}

function summarize(document: CourseDocument): Omit<CourseSummary, 'pilot' | 'version' | 'track'> {
  const { code, level, title, summary, credit, languages, lessons } = document;
  const { minutes, mode, method, topics } = credit;
  return {
    code,
    level,
    title,
    summary,
    minutes,
    mode,
    method,
    topics,
    languages,
    lessons: lessons.length,
    routes: routeMinutes(document),
  };
}

function matches({ code, title, summary }: CourseSummary, words: readonly string[]): boolean {
  const text = [code, title.ko, title.en, summary.ko, summary.en].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}
