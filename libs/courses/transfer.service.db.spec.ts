import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { systemActor } from '#libs/actor';
import { exampleCourse, publishCourse } from '../../test/support/example-course.js';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import { FileStore, FilesModule } from '#libs/files';
import { courseFiles } from './course.export.js';
import { contentHash } from './course.hash.js';
import type { CourseDocument } from './course.schema.js';
import { CourseQueries } from './courses.queries.js';
import { InvalidCourse } from './courses.errors.js';
import { CourseService } from './courses.service.js';
import { CoursesModule } from './courses.module.js';
import { FlagService } from './flags.service.js';
import { SharedContentService } from './shared.service.js';
import { StudioService } from './studio.service.js';
import { TransferService } from './transfer.service.js';

let t: TestContext;
let root: string;
let transfer: TransferService;
let studio: StudioService;
const film = Buffer.from('\0\0\0\x18ftypmp42 not really a film');

const both = (words: string) => ({ ko: words, en: words });
/** A course with everything that a folder may hold. */
const whole = (code: string): CourseDocument => {
  const base = exampleCourse({ code });
  const head = { required: true, routes: ['solo', 'blended'] as CourseDocument['lessons'][number]['routes'] };
  return {
    ...base,
    credit: { ...base.credit, minutes: 65 },
    lessons: [
      ...(base.lessons.map((lesson) =>
        lesson.slug === 'opening' ? { ...lesson, easy: '쉬운 글' } : lesson,
      ) as CourseDocument['lessons']),
      {
        ...head,
        kind: 'video',
        slug: 'film',
        minutes: 5,
        title: both('Film'),
        video: { file: 'media/film.mp4', captions: { ko: 'media/film.ko.vtt', en: 'media/film.en.vtt' } },
        body: both('[Word](term:dignity)'),
      },
      {
        ...head,
        kind: 'live',
        slug: 'together',
        minutes: 20,
        routes: ['blended'],
        title: both('Together'),
        live: { mode: 'in-person', partner: both('A group') },
      },
    ],
    guide: both(
      ['A', 'B', 'C', 'D', 'E', 'F', 'G']
        .map(
          (title) => `## ${title}\n\n${title === 'C' ? '| 분 | 할 일 |\n| --- | --- |\n| 15 | x |\n| 5 | y |' : 'x'}`,
        )
        .join('\n\n'),
    ),
    captions: ['ko', 'en'].map((language) => ({
      path: `media/film.${language}.vtt`,
      vtt: 'WEBVTT\n\n00:00.000 --> 00:04.000\nx',
    })),
    blobs: [{ path: 'media/film.mp4', sha256: 'f'.repeat(64), bytes: film.length }],
  };
};
const files = (code: string) => new Map([...courseFiles(whole(code)), ['media/film.mp4', film]]);

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

beforeAll(async () => {
  t = await withDatabase([CoursesModule, FilesModule]);
  root = await mkdtemp(join(tmpdir(), 'courses-'));
  transfer = t.get(TransferService);
  studio = t.get(StudioService);
  await write(
    'glossary.yaml',
    'terms:\n  - { id: dignity, term: { ko: 존엄, en: dignity }, meaning: { ko: 뜻, en: Meaning } }\n  - { id: broken }\n',
  );
  await write('cases.yaml', 'cases: []\n');
  for (const [path, bytes] of files('t-folder')) await write(`officials/t-folder/${path}`, bytes);
  await write('officials/t-broken/course.yaml', 'code: t-broken\n');
});
afterAll(async () => {
  await t.close();
  await rm(root, { recursive: true });
});

describe('publishing all folders', () => {
  it('publishes the good ones, tells of the broken ones, and takes what is right of what all share', async () => {
    const { published, broken } = await t.get(CourseService).publishAll(systemActor, root);
    expect(published.map(({ code }) => code)).toEqual(['t-folder']);
    expect(broken.map(({ folder }) => folder)).toEqual([root, join(root, 'officials/t-broken')]);
    expect(broken[0]?.problems[0]).toMatchObject({ field: 'glossary.yaml:3' });
    expect((await t.get(SharedContentService).glossary()).map(({ id }) => id)).toEqual(['dignity']);
    expect((await t.get(CourseQueries).guide('t-folder', 'ko')).html).toContain('<h2>A</h2>');
    const { routes } = (await t.get(CourseQueries).catalogue({ limit: 10 })).items[0]!;
    expect(routes).toEqual({ solo: 65, blended: 85 });
  });
});

describe('a course', () => {
  it('goes out as exactly its files and comes in with the same hash, films too', async () => {
    const out = await transfer.export('t-folder', null);
    expect([...out.files.keys()].sort()).toEqual([...files('t-folder').keys()].sort());
    expect(Buffer.from(out.files.get('media/film.mp4')!)).toEqual(film);
    const renamed = new Map(
      [...out.files].map(([path, bytes]) => [
        path,
        path === 'course.yaml'
          ? Buffer.from(Buffer.from(bytes).toString().replace('code: t-folder', 'code: t-again'))
          : bytes,
      ]),
    );
    const taken = await transfer.import(systemActor, renamed, null);
    expect(taken).toMatchObject({ code: 't-again', problems: [] });
    const published = await studio.publish(systemActor, 't-again', taken.revision);
    expect(published.hash).toBe(taken.hash);
    const back = await transfer.export('t-again', null);
    expect(back.hash).toBe(taken.hash);
    const { document: same } = { document: await transfer.import(systemActor, out.files, null) };
    expect(same.hash).toBe(out.hash);
  });

  it('names no file that never came in with a course, whoever knows its hash', async () => {
    const secret = await t.get(FileStore).put(Buffer.from('%PDF-1.7 a certificate'));
    const document = exampleCourse({ code: 't-thief' });
    const blobs = [{ path: 'media/film.mp4', sha256: secret.sha256, bytes: secret.size }];
    const opened = await studio.create(systemActor, document);
    const draft = { ...whole('t-thief'), blobs };
    const { revision } = await studio.saveDraft(systemActor, 't-thief', opened.revision, draft);
    await expect(transfer.export('t-thief', null)).rejects.toThrow(InvalidCourse);
    await expect(studio.publish(systemActor, 't-thief', revision)).rejects.toThrow(InvalidCourse);
  });

  it('that was made by forms has the hash of its folder', async () => {
    const document = exampleCourse({ code: 't-forms' });
    await publishCourse(studio, document);
    const { hash, files: written } = await transfer.export('t-forms', 1);
    expect(hash).toBe(contentHash(document));
    expect((await transfer.import(systemActor, written, null)).hash).toBe(hash);
  });

  it('that is broken comes in as a draft with its errors; no folder at all is refused; a stale revision too', async () => {
    const broken = new Map([
      ...courseFiles(exampleCourse({ code: 't-torn' })),
      ['ko/01-opening.md', Buffer.from('# x')],
    ]);
    const taken = await transfer.import(systemActor, broken, null);
    expect(taken).toMatchObject({ hash: null });
    expect(taken.problems).toContainEqual(expect.objectContaining({ file: 'ko/01-opening.md', line: 1 }));
    await expect(transfer.export('t-torn', null)).rejects.toMatchObject({ code: 'courses.invalid-course' });
    await expect(transfer.import(systemActor, new Map(), null)).rejects.toMatchObject({
      code: 'courses.invalid-course',
    });
    await expect(transfer.import(systemActor, broken, 1)).rejects.toMatchObject({ code: 'courses.draft-conflict' });
  });
});

describe('a course is flagged', () => {
  it('once for each reason, with an owner and a date, until it is resolved', async () => {
    const flags = t.get(FlagService);
    const flag = {
      reason: 'basis-changed' as const,
      subject: 'crpd-5',
      note: '개정',
      ownerId: null,
      dueOn: '2027-03-01',
    };
    const { id } = await flags.raise(systemActor, 't-forms', flag);
    await expect(flags.raise(systemActor, 't-forms', flag)).rejects.toMatchObject({ code: 'courses.already-flagged' });
    expect(await flags.list('open')).toMatchObject([{ id, code: 't-forms', subject: 'crpd-5', dueOn: '2027-03-01' }]);
    await flags.resolve(systemActor, id, '고쳤습니다.');
    await expect(flags.resolve(systemActor, id, 'x')).rejects.toMatchObject({ kind: 'not-found' });
    expect(await flags.list('open')).toEqual([]);
    expect(await flags.list('resolved')).toMatchObject([{ id, resolution: '고쳤습니다.' }]);
  });

  it('by itself for a later source elsewhere, an item all get right, and two years without a case; once', async () => {
    const flags = t.get(FlagService);
    const [source] = exampleCourse().sources;
    await publishCourse(studio, exampleCourse({ code: 't-later', sources: [{ ...source!, version: '2031-01-01' }] }));
    await t.db.query(
      `UPDATE course_version v JOIN course c ON c.id = v.course_id SET v.published_at = '2020-01-01' WHERE c.code = 't-again'`,
    );
    const easy = [{ course: 't-later', item: 'p1a', shown: 40 }];
    expect(await flags.notice(systemActor, easy)).toBeGreaterThanOrEqual(3);
    const open = (await flags.list('open')).map(({ code, reason, subject }) => `${code} ${reason} ${subject}`);
    expect(open).toEqual(
      expect.arrayContaining(['t-folder basis-changed crpd-5', 't-again no-local-case ', 't-later item-too-easy p1a']),
    );
    expect(await flags.notice(systemActor, easy)).toBe(0);
  });
});
