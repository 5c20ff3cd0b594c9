import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Actor, systemActor } from '#libs/actor';
import { newId } from '#libs/database';
import { exampleCourse } from '../../test/support/example-course.js';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { courseFiles } from './course.export.js';
import { contentHash } from './course.hash.js';
import type { CourseDocument } from './course.schema.js';
import { CoursesModule } from './courses.module.js';
import { CourseQueries } from './courses.queries.js';
import { CourseService } from './courses.service.js';
import { StudioService } from './studio.service.js';

let t: TestContext;
let root: string;
let courses: CourseService;
let queries: CourseQueries;
let studio: StudioService;
const trainer: Actor = { ...systemActor, kind: 'person', personId: newId() };

beforeAll(async () => {
  t = await withDatabase([CoursesModule]);
  root = await mkdtemp(join(tmpdir(), 'courses-'));
  courses = t.get(CourseService);
  queries = t.get(CourseQueries);
  studio = t.get(StudioService);
});
afterAll(async () => {
  await t.close();
  await rm(root, { recursive: true });
});

async function folderOf(document: CourseDocument): Promise<string> {
  const folder = join(root, document.track, document.code);
  await rm(folder, { recursive: true, force: true });
  for (const [path, content] of courseFiles(document)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

const rows = async (table: string) =>
  Number((await t.db.query<{ n: string }[]>(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.n);

describe('publishing a folder', () => {
  const document = exampleCourse({ code: 'o1-folder' });

  it('makes one version, however often and however many at once', async () => {
    const folder = await folderOf(document);
    const all = await Promise.all(Array.from({ length: 8 }, () => courses.publishFolder(systemActor, folder)));
    expect(new Set(all.map((published) => published.versionId)).size).toBe(1);
    expect(all.filter((published) => published.isNew)).toHaveLength(1);
    expect(all[0]).toMatchObject({ number: 1, pilot: true, hash: contentHash(document) });
    expect((await courses.publishFolder(systemActor, folder)).isNew).toBe(false);
  });

  it('keeps the document whole and gives lessons and items their rows', async () => {
    const { versionId } = await courses.currentByCode('o1-folder');
    const version = await courses.getVersion(versionId);
    expect(version.document).toEqual(document);
    expect(version.lessons.map((lesson) => lesson.slug)).toEqual(document.lessons.map((lesson) => lesson.slug));
    expect([...version.itemIds.keys()].sort()).toEqual(document.items.map((item) => item.code).sort());
  });

  it('adds a version for changed content, shares unchanged items, and never touches what was published', async () => {
    const before = await t.db.query(
      `SELECT v.* FROM course_version v JOIN course c ON c.id = v.course_id WHERE c.code = 'o1-folder'`,
    );
    const [firstLessons, items] = [await t.db.query('SELECT * FROM lesson ORDER BY id'), await rows('item')];
    const [first, ...rest] = document.items;
    const changed = { ...document, items: [{ ...first!, stem: { ko: '바뀜', en: 'changed' } }, ...rest] };
    const second = await courses.publishFolder(systemActor, await folderOf(changed));
    expect(second).toMatchObject({ number: 2, isNew: true });
    expect(await rows('item')).toBe(items + 1);
    expect((await courses.getVersion(second.versionId)).itemIds.size).toBe(document.items.length);
    const after = await t.db.query('SELECT * FROM course_version WHERE id = ?', [(before as { id: Buffer }[])[0]?.id]);
    expect(after).toEqual(before);
    expect(await t.db.query('SELECT * FROM lesson ORDER BY id')).toEqual(
      expect.arrayContaining(firstLessons as object[]),
    );
  });

  it('does not bring old files back over a newer version', async () => {
    const again = await courses.publishFolder(systemActor, await folderOf(document));
    expect(again).toMatchObject({ number: 1, isNew: false });
    const { versionId } = await courses.currentByCode('o1-folder');
    expect(versionId).not.toBe(again.versionId);
  });

  it('refuses a broken folder with every place and writes nothing', async () => {
    const folder = await folderOf(exampleCourse({ code: 'o1-broken' }));
    await writeFile(join(folder, 'ko/01-opening.md'), '# 제목\n\n<b>x</b>');
    await expect(courses.publishFolder(systemActor, folder)).rejects.toMatchObject({
      code: 'courses.invalid-course',
      fields: [{ field: 'ko/01-opening.md:1' }, { field: 'ko/01-opening.md:3' }, { field: 'ko/01-opening.md:3' }],
    });
    await expect(courses.currentByCode('o1-broken')).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('the catalogue', () => {
  beforeAll(async () => {
    for (const [code, track] of [
      ['s1-care', 'social-service'],
      ['o2-second', 'officials'],
      ['o3-third', 'officials'],
    ] as const)
      await courses.publishFolder(
        systemActor,
        await folderOf(exampleCourse({ code, track, title: { ko: `${code} 과정`, en: code } })),
      );
  });

  it('pages in order, by track, and finds words in either language', async () => {
    const first = await queries.catalogue({ limit: 2 });
    expect(first.items.map(({ code }) => code)).toEqual(['o1-folder', 'o2-second']);
    const second = await queries.catalogue({ limit: 2, cursor: first.nextCursor! });
    expect(second.items.map(({ code }) => code)).toEqual(['o3-third', 's1-care']);
    expect(second.nextCursor).toBeNull();
    expect((await queries.catalogue({ limit: 9, track: 'social-service' })).items).toHaveLength(1);
    expect((await queries.catalogue({ limit: 9, q: 'o3-third 과정' })).items).toHaveLength(1);
    expect(first.items[1]).toMatchObject({ pilot: true, version: 1, lessons: 5, minutes: 60 });
  });

  it('shows a course page with the seats that have not signed', async () => {
    const page = await queries.page('s1-care');
    expect(page.seats).toEqual([
      { seat: 'official', signed: false },
      { seat: 'rights-holder', signed: false },
    ]);
    expect(page.lessonList).toHaveLength(5);
    await expect(queries.page('nothing')).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('presents all lessons without right answers', async () => {
    const { lessons } = await courses.present('s1-care', 'en');
    expect(lessons.map((lesson) => lesson.quiz?.items.length ?? 0)).toEqual([0, 2, 0, 3, 0]);
    expect(JSON.stringify(lessons.map((lesson) => lesson.quiz))).not.toMatch(/correct|Feedback/i);
  });
});

describe('the studio', () => {
  it('begins a course, tells what is missing by path, and publishes what a folder would', async () => {
    const title = { ko: '새 과정', en: 'New course' };
    expect(await studio.create(trainer, { code: 't1-new', track: 'teachers', title })).toEqual({
      code: 't1-new',
      revision: 1,
    });
    await expect(studio.create(trainer, { code: 't1-new', track: 'teachers', title })).rejects.toMatchObject({
      code: 'courses.code-taken',
    });
    const draft = await studio.openDraft(trainer, 't1-new');
    expect(draft.problems.map(({ path }) => path.join('.'))).toContain('lessons');
    await expect(studio.publish(trainer, 't1-new', 1)).rejects.toMatchObject({ code: 'courses.invalid-course' });
    const document = exampleCourse({ code: 't1-new', track: 'teachers' });
    // Code and track are the course's: a form cannot change them.
    const saved = await studio.saveDraft(trainer, 't1-new', 1, { ...document, code: 'x', track: 'officials' });
    expect(saved).toEqual({ revision: 2, problems: [] });
    const published = await studio.publish(trainer, 't1-new', 2);
    expect(published).toMatchObject({ number: 1, pilot: true, hash: contentHash(document) });
    expect((await courses.publishFolder(systemActor, await folderOf(document))).isNew).toBe(false);
    const [audited] = await t.db.query<{ actor_id: Buffer }[]>(
      `SELECT actor_id FROM audit_entry WHERE action = 'course.publish' ORDER BY id DESC LIMIT 1`,
    );
    expect(audited?.actor_id.toString('hex')).toBe(trainer.personId?.replaceAll('-', ''));
  });

  it('lets one of two authors save, and loses nothing of either', async () => {
    const opened = await studio.openDraft(trainer, 't1-new');
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) =>
        studio.saveDraft(trainer, 't1-new', opened.revision, { ...opened.document, level: i % 2 ? 'high' : 'adult' }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'courses.draft-conflict' },
    });
    expect((await studio.openDraft(trainer, 't1-new')).revision).toBe(opened.revision + 1);
  });

  it('does not take a save meant for a draft that was published', async () => {
    const { revision, document } = await studio.openDraft(trainer, 't1-new');
    await studio.saveDraft(trainer, 't1-new', revision, { ...document, level: 'middle' });
    await studio.publish(trainer, 't1-new', revision + 1);
    await studio.openDraft(trainer, 't1-new');
    await expect(studio.saveDraft(trainer, 't1-new', revision, document)).rejects.toMatchObject({
      code: 'courses.draft-conflict',
    });
  });

  it('previews an unfinished draft', async () => {
    const { revision, document } = await studio.openDraft(trainer, 't1-new');
    await studio.saveDraft(trainer, 't1-new', revision, { ...document, title: { ko: '', en: '' }, junk: 1 });
    const lesson = await studio.previewLesson('t1-new', 'opening', 'ko');
    expect(lesson.html).toContain('<figure><img src="data:');
    expect((await studio.previewLesson('t1-new', 'check', 'ko')).quiz?.items).toHaveLength(3);
    expect(await studio.previewMarkdown('[글](source:crpd-5)', 'ko', 't1-new')).toContain('https://www.ohchr.org/crpd');
    await expect(studio.previewLesson('t1-new', 'nothing', 'ko')).rejects.toMatchObject({ kind: 'not-found' });
    const list = await studio.list();
    expect(list.find(({ code }) => code === 't1-new')).toMatchObject({
      track: 'teachers',
      draft: {},
      published: { number: 2, pilot: true },
    });
    expect(list.find(({ code }) => code === 'o2-second')).toMatchObject({ title: { en: 'o2-second' }, draft: null });
  });
});
