import { type Actor, systemActor } from '#libs/actor';
import { newId, toBin } from '#libs/database';
import { exampleCourse } from '../../test/support/example-course.js';
import { type TestContext, withDatabase } from '../../test/support/module.js';
import type { CourseDocument } from './course.schema.js';
import type { Seat } from './course.vocabulary.js';
import { CoursesModule } from './courses.module.js';
import { CourseQueries } from './courses.queries.js';
import { CourseService } from './courses.service.js';
import { ReviewService } from './reviews.service.js';
import { StudioService } from './studio.service.js';
import { VersionQueries } from './versions.queries.js';

let t: TestContext;
let studio: StudioService;
let reviews: ReviewService;
let versions: VersionQueries;
let courses: CourseService;

const actor = (personId: string): Actor => ({ ...systemActor, kind: 'person', personId });
const office = actor(newId());

beforeAll(async () => {
  t = await withDatabase([CoursesModule]);
  studio = t.get(StudioService);
  reviews = t.get(ReviewService);
  versions = t.get(VersionQueries);
  courses = t.get(CourseService);
});
afterAll(() => t.close());

async function person(): Promise<Actor> {
  const id = newId();
  await t.db.query(`INSERT INTO person (id, language, created_at) VALUES (?, 'ko', NOW())`, [toBin(id)]);
  return actor(id);
}

async function holder(seat: Seat): Promise<Actor> {
  const someone = await person();
  await reviews.appoint(office, someone.personId!, seat, { ko: '단체', en: 'A group' });
  return someone;
}

/** Puts a document before the reviewers as the next version. */
async function submitted(
  author: Actor,
  document: CourseDocument,
  scope: 'whole' | 'minor' = 'whole',
): Promise<{ number: number; hash: string }> {
  const { code, track, title } = document;
  const known = (await studio.list()).some((course) => course.code === code);
  const { revision } = known
    ? await studio.openDraft(author, code)
    : await studio.create(author, { code, track, title });
  const saved = await studio.saveDraft(author, code, revision, { ...document });
  return studio.submit(author, code, { revision: saved.revision, scope, note: 'why' });
}

const sign = (seat: Seat) => ({ seat, decision: 'signed' as const, text: null });
const stateOf = async (code: string, number: number) => (await versions.get(code, number)).state;
const corrected = (document: CourseDocument, words: string): CourseDocument => ({
  ...document,
  summary: { ko: words, en: 'What you can do afterwards. (English)' },
});

describe('a version', () => {
  it('goes from draft through review, signed and published to retired', async () => {
    const author = await person();
    const [official, reader] = [await holder('official'), await holder('rights-holder')];
    const { number, hash } = await submitted(author, exampleCourse({ code: 'r-path' }));
    expect(await stateOf('r-path', number)).toBe('in-review');
    await expect(courses.currentByCode('r-path')).rejects.toMatchObject({ kind: 'not-found' });
    expect(await reviews.review(official, 'r-path', number, sign('official'))).toEqual({
      state: 'in-review',
      pilot: true,
    });
    expect(await reviews.review(reader, 'r-path', number, sign('rights-holder'))).toEqual({
      state: 'signed',
      pilot: true,
    });
    const published = await reviews.publish(author, 'r-path', number);
    expect(published).toMatchObject({ number, hash, pilot: false, isNew: true });
    expect((await t.get(CourseQueries).page('r-path')).seats).toEqual([
      { seat: 'official', signed: true },
      { seat: 'rights-holder', signed: true },
    ]);
    await reviews.retire(office, 'r-path', number, '조례가 바뀌었습니다.');
    expect(await versions.get('r-path', number)).toMatchObject({
      state: 'retired',
      retiredReason: '조례가 바뀌었습니다.',
    });
    await expect(courses.currentByCode('r-path')).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('without its signatures is published as a pilot, and is none any more with the last', async () => {
    const author = await person();
    const [official, reader] = [await holder('official'), await holder('rights-holder')];
    const { number } = await submitted(author, exampleCourse({ code: 'r-pilot' }));
    await reviews.review(official, 'r-pilot', number, sign('official'));
    expect(await reviews.publish(author, 'r-pilot', number)).toMatchObject({ pilot: true });
    expect(await reviews.review(reader, 'r-pilot', number, sign('rights-holder'))).toEqual({
      state: 'published',
      pilot: false,
    });
    expect((await t.get(CourseQueries).page('r-pilot')).pilot).toBe(false);
  });

  it('keeps a dissent, shows it, and stays a pilot with it', async () => {
    const author = await person();
    const [official, reader] = [await holder('official'), await holder('rights-holder')];
    const { number } = await submitted(author, exampleCourse({ code: 'r-dissent' }));
    await expect(
      reviews.review(reader, 'r-dissent', number, { seat: 'rights-holder', decision: 'dissented', text: ' ' }),
    ).rejects.toMatchObject({ kind: 'invalid', fields: [{ field: 'text' }] });
    const words = '당사자의 말이 없습니다.';
    await reviews.review(reader, 'r-dissent', number, { seat: 'rights-holder', decision: 'dissented', text: words });
    await reviews.review(official, 'r-dissent', number, sign('official'));
    expect(await reviews.publish(author, 'r-dissent', number)).toMatchObject({ pilot: true });
    const view = await versions.get('r-dissent', number);
    expect(view.seats).toEqual([
      { seat: 'official', state: 'signed' },
      { seat: 'rights-holder', state: 'dissented' },
    ]);
    expect(view.reviews.find(({ decision }) => decision === 'dissented')).toMatchObject({
      text: words,
      affiliation: { ko: '단체' },
    });
    await expect(
      reviews.review(official, 'r-dissent', number, { seat: 'official', decision: 'dissented', text: 'x' }),
    ).rejects.toMatchObject({ code: 'courses.wrong-state' });
  });

  it('is signed only by whoever holds the seat and did not write it', async () => {
    const author = await person();
    await reviews.appoint(office, author.personId!, 'official', { ko: '시', en: 'The city' });
    const [official, academia] = [await holder('official'), await holder('academia')];
    const { number } = await submitted(author, exampleCourse({ code: 'r-seat' }));
    const refusal = (who: Actor, seat: Seat) => reviews.review(who, 'r-seat', number, sign(seat));
    await expect(refusal(author, 'official')).rejects.toMatchObject({ code: 'courses.author-cannot-sign' });
    await expect(refusal(author, 'rights-holder')).rejects.toMatchObject({ code: 'courses.author-cannot-sign' });
    await expect(refusal(official, 'rights-holder')).rejects.toMatchObject({ code: 'courses.not-your-seat' });
    await expect(refusal(academia, 'academia')).rejects.toMatchObject({ code: 'courses.not-your-seat' });
    await expect(refusal(await person(), 'official')).rejects.toMatchObject({ code: 'courses.not-your-seat' });
    await expect(refusal(systemActor, 'official')).rejects.toMatchObject({ kind: 'unauthenticated' });
    const held = (await reviews.holders()).find(({ personId }) => personId === official.personId)!;
    await reviews.dismiss(office, held.id);
    await expect(refusal(official, 'official')).rejects.toMatchObject({ code: 'courses.not-your-seat' });
    expect((await versions.get('r-seat', number)).reviews).toEqual([]);
  });

  it('can be taken back and submitted again, with what was said of it', async () => {
    const author = await person();
    const official = await holder('official');
    const document = exampleCourse({ code: 'r-back' });
    const first = await submitted(author, document);
    await reviews.review(official, 'r-back', first.number, sign('official'));
    const { revision } = await reviews.withdraw(author, 'r-back', first.number);
    expect(await stateOf('r-back', first.number)).toBe('retired');
    await expect(reviews.publish(author, 'r-back', first.number)).rejects.toMatchObject({
      code: 'courses.wrong-state',
    });
    const again = await studio.submit(author, 'r-back', { revision, scope: 'whole', note: null });
    expect(again).toEqual(first);
    expect((await versions.get('r-back', first.number)).seats[0]).toEqual({ seat: 'official', state: 'signed' });
    expect(await studio.openDraft(author, 'r-back').catch((error: unknown) => error)).toMatchObject({
      kind: 'not-found',
    });
  });

  it('is never made without a change, or with a language missing', async () => {
    const author = await person();
    const document = exampleCourse({ code: 'r-same' });
    const { number } = await submitted(author, document);
    await reviews.publish(author, 'r-same', number);
    await expect(submitted(author, document)).rejects.toMatchObject({ code: 'courses.nothing-changed' });
    const { revision } = await studio.openDraft(author, 'r-same');
    const lacking = { ...document, title: { ko: '제목', en: '' } };
    const saved = await studio.saveDraft(author, 'r-same', revision, lacking);
    await expect(
      studio.submit(author, 'r-same', { revision: saved.revision, scope: 'whole', note: null }),
    ).rejects.toMatchObject({ code: 'courses.invalid-course', fields: [{ field: 'title.en' }] });
    await expect(studio.publish(author, 'r-same', saved.revision)).rejects.toMatchObject({
      code: 'courses.invalid-course',
    });
    expect((await versions.translation('r-same')).every(({ states }) => states.en === 'whole')).toBe(true);
  });
});

describe('a minor change', () => {
  it('needs one reviewer, and stays what the version before was', async () => {
    const author = await person();
    const [official, reader] = [await holder('official'), await holder('rights-holder')];
    const document = exampleCourse({ code: 'r-minor' });
    const { number } = await submitted(author, document);
    for (const [who, seat] of [
      [official, 'official'],
      [reader, 'rights-holder'],
    ] as const)
      await reviews.review(who, 'r-minor', number, sign(seat));
    await reviews.publish(author, 'r-minor', number);
    const minor = await submitted(author, corrected(document, 'What you can do afterward. (한국어)'), 'minor');
    expect(await reviews.review(reader, 'r-minor', minor.number, sign('rights-holder'))).toEqual({
      state: 'signed',
      pilot: true,
    });
    expect(await reviews.publish(author, 'r-minor', minor.number)).toMatchObject({ pilot: false });
  });

  it('is refused where it is more than typos and citations, naming what', async () => {
    const author = await person();
    const document = exampleCourse({ code: 'r-more' });
    const { number } = await submitted(author, document);
    await reviews.publish(author, 'r-more', number);
    const [first, ...rest] = document.items;
    const turned = {
      ...document,
      items: [
        {
          ...first,
          choices: (first as { choices: { correct: boolean }[] }).choices.map((choice) => ({
            ...choice,
            correct: !choice.correct,
          })),
        },
        ...rest,
      ],
    };
    await expect(submitted(author, turned as never, 'minor')).rejects.toMatchObject({ kind: 'invalid' });
    await expect(
      submitted(author, corrected(document, '아주 다른 말로 완전히 새로 쓴 긴 요약입니다. '.repeat(4)), 'minor'),
    ).rejects.toMatchObject({
      code: 'courses.not-minor',
      fields: [{ field: 'settings.summary.ko' }],
    });
  });
});

describe('what a reviewer sees', () => {
  it('is what waits for their seats', async () => {
    const author = await person();
    const reader = await holder('rights-holder');
    const { number } = await submitted(author, exampleCourse({ code: 'r-wait' }));
    const mine = async () => (await versions.waitingFor(reader.personId!)).filter(({ code }) => code === 'r-wait');
    expect(await mine()).toMatchObject([{ number, state: 'in-review', seats: ['rights-holder'], note: 'why' }]);
    expect(await versions.waitingFor(author.personId!)).toEqual([]);
    await reviews.review(reader, 'r-wait', number, sign('rights-holder'));
    expect(await mine()).toEqual([]);
  });

  it('is how a version differs, word by word', async () => {
    const author = await person();
    const document = exampleCourse({ code: 'r-diff' });
    const { number } = await submitted(author, document);
    await reviews.publish(author, 'r-diff', number);
    const next = await submitted(author, {
      ...corrected(document, 'What anyone can do afterwards. (한국어)'),
      items: document.items.slice(1),
    });
    const differences = await versions.differences('r-diff', number, next.number);
    expect(differences.map(({ part, name, place, kind }) => [part, name, place, kind])).toEqual([
      ['settings', '', 'summary.ko', 'changed'],
      ['item', document.items[0]?.code, '', 'removed'],
    ]);
    expect(differences[0]?.pieces).toEqual([
      { kind: 'same', text: 'What ' },
      { kind: 'removed', text: 'you' },
      { kind: 'added', text: 'anyone' },
      { kind: 'same', text: ' can do afterwards. (한국어)' },
    ]);
    expect((await versions.lesson('r-diff', next.number, 'opening', 'ko')).html).toContain('민원인');
  });
});
