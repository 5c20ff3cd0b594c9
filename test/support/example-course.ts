import { systemActor } from '#libs/actor';
import type { CourseDocument, Published, StudioService, TransferService } from '#libs/courses';
import { type Text, text } from '#libs/language';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const both = (words: string): Text => text(`${words} (한국어)`, `${words} (English)`);

/** A whole small course with every kind of lesson: valid, quick to learn, in words that no test depends on. */
export function exampleCourse(overrides: Partial<CourseDocument> = {}): CourseDocument {
  return {
    code: 'o9-example',
    track: 'officials',
    level: 'adult',
    languages: ['ko', 'en'],
    title: both('Example'),
    summary: both('What you can do afterwards.'),
    objectives: [both('Notice a closed door.')],
    credit: { minutes: 60, mode: 'self-paced', method: 'participatory', topics: ['non-discrimination'] },
    tags: {
      approach: ['about'],
      rights: ['equality'],
      instruments: ['CRPD 5'],
      worldProgramme: 'phase-5',
      indicators: [],
    },
    seats: ['official', 'rights-holder'],
    lessons: [
      {
        slug: 'opening',
        kind: 'reading',
        minutes: 8,
        required: true,
        routes: ['solo', 'blended'],
        title: both('Opening'),
        body: text(
          '## 창구에서\n\n> [!case]\n> 민원인이 **서식**을 받았습니다. [조문](source:crpd-5)을 보세요.\n\n![닫힌 문](figures/door.svg "문")',
          '## At the counter\n\n> [!case]\n> Someone got a **form**. See [the article](source:crpd-5).\n\n![A closed door](figures/door.svg "Door")',
        ),
      },
      {
        slug: 'pre-check',
        kind: 'quiz',
        minutes: 4,
        required: false,
        routes: ['solo', 'blended'],
        title: both('Before'),
        quiz: { purpose: 'pre', draw: 2 },
      },
      {
        slug: 'front-desk',
        kind: 'scenario',
        minutes: 35,
        required: true,
        routes: ['solo', 'blended'],
        title: both('Front desk'),
        scenario: {
          role: both('You work at the counter.'),
          people: [{ id: 'linh', name: both('Linh'), about: both('Came to apply.') }],
          start: 's1',
          situations: [
            {
              id: 's1',
              text: both('Linh hands in the form.'),
              rights: ['equality'],
              choices: [way('a', 's2'), way('b', 'e1')],
            },
            { id: 's2', text: both('The colleague objects.'), rights: [], choices: [way('a', 'e1'), way('b', 'e2')] },
          ],
          endings: [
            { id: 'e1', title: both('Accepted'), text: both('Linh got an answer.') },
            { id: 'e2', title: both('Sent away'), text: both('Linh went home.') },
          ],
          debrief: both('Both ways can be defended.'),
        },
      },
      {
        slug: 'check',
        kind: 'quiz',
        minutes: 17,
        required: true,
        routes: ['solo', 'blended'],
        title: both('Check'),
        quiz: { purpose: 'final', draw: 3, passing: 0.6 },
      },
      {
        slug: 'reflect',
        kind: 'reflection',
        minutes: 5,
        required: false,
        routes: ['solo', 'blended'],
        title: both('Reflect'),
        body: both('What will you change?'),
      },
    ],
    sources: [
      {
        id: 'crpd-5',
        title: both('CRPD'),
        article: '5',
        version: '2006-12-13',
        url: 'https://www.ohchr.org/crpd',
        verified: true,
        fictional: false,
      },
    ],
    commitment: { prompt: both('What do you undertake?'), examples: [both('One form less.')] },
    items: ['p1', 'p2', 'p3', 'p4'].flatMap((pair) => [item(pair, 'A'), item(pair, 'B')]),
    figures: [
      {
        name: 'door.svg',
        svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0h2v2z"/></svg>',
      },
    ],
    captions: [],
    blobs: [],
    ...overrides,
  };
}

function way(id: string, to: string) {
  return { id, text: both(`Way ${id}`), consequence: both(`Then ${to}`), reasoning: both('Because'), to };
}

function item(pair: string, form: 'A' | 'B'): CourseDocument['items'][number] {
  return {
    code: `${pair}${form.toLowerCase()}`,
    pair,
    form,
    kind: 'single',
    tags: { topic: 'non-discrimination', right: 'equality', instrument: 'CRPD 5', type: 'case' },
    stem: both(`Stem ${pair} ${form}`),
    choices: ['right', 'wrong', 'odd'].map((id) => ({
      id,
      correct: id === 'right',
      text: both(`Choice ${id}`),
      feedback: both(`Feedback ${id}`),
    })),
  };
}

/** Eleven seconds, recorded in a browser: two kilobytes. Jest and the benchmarks both run from the root of the checkout. */
export const FILM = readFileSync(resolve('test/support/film.mp4'));

/** A course that is a film and nothing else, as the files of its folder. */
export function filmCourse(code: string): Map<string, Uint8Array> {
  const { track, level, languages, title, summary, objectives, credit, seats } = exampleCourse();
  const captions = { ko: 'media/film.ko.vtt', en: 'media/film.en.vtt' };
  const video = { file: 'media/film.mp4', captions };
  const lessons = [{ slug: 'film', kind: 'video', minutes: 60, routes: ['solo'], title: both('A film'), video }];
  const head = { code, track, level, languages, title, summary, objectives, credit, seats, lessons };
  const said = both('What the film says.');
  const written: [string, string][] = [
    // JSON is YAML.
    ['course.yaml', JSON.stringify(head, null, 2)],
    ...(['ko', 'en'] as const).flatMap((language): [string, string][] => [
      [`${language}/01-film.md`, said[language]],
      [captions[language], `WEBVTT\n\n00:00.000 --> 00:05.000\n${said[language]}\n`],
    ]),
  ];
  return new Map<string, Uint8Array>([
    ...written.map(([path, words]): [string, Uint8Array] => [path, Buffer.from(words)]),
    [video.file, FILM],
  ]);
}

/** Imports a course's files and publishes them. */
export async function publishFiles(transfer: TransferService, studio: StudioService, files: Map<string, Uint8Array>) {
  const { code, revision, problems } = await transfer.import(systemActor, files, null);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return studio.publish(systemActor, code, revision);
}

/** Publishes a document the way a trainer does. */
export async function publishCourse(studio: StudioService, document: CourseDocument): Promise<Published> {
  const { code, track, title } = document;
  const known = (await studio.list()).some((course) => course.code === code);
  const { revision } = known
    ? await studio.openDraft(systemActor, code)
    : await studio.create(systemActor, { code, track, title });
  const saved = await studio.saveDraft(systemActor, code, revision, { ...document });
  return studio.publish(systemActor, code, saved.revision);
}
