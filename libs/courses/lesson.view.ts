import type { Language, Text } from '#libs/language';
import type { CourseDocument, Item, Lesson, QuizSettings, Scenario, Source } from './course.schema.js';
import type { LessonKind } from './course.vocabulary.js';
import { renderMarkdown, type RenderContext } from './markdown.render.js';
import { drawQuiz, optionsOf, type ShownItem } from './quiz.rules.js';

export interface SourceView {
  id: string;
  title: Text;
  article: string | null;
  version: string | null;
  url: string | null;
  verified: boolean;
  fictional: boolean;
  question: Text | null;
}

export interface ScenarioView {
  role: string;
  people: { id: string; name: string; about: string }[];
  start: string;
  situations: {
    id: string;
    html: string;
    rights: string[];
    choices: { id: string; html: string; consequenceHtml: string; reasoningHtml: string; to: string }[];
  }[];
  endings: { id: string; title: string; html: string }[];
  debriefHtml: string;
}

export interface QuizItemView {
  id: string;
  kind: Item['kind'];
  stemHtml: string;
  /** To choose, to order, or to put to the left sides. */
  choices: { id: string; html: string }[];
  /** Left sides of what is matched, in order. */
  lefts: { html: string }[];
  scale: { from: number; to: number; low: string; high: string } | null;
}

/** What a player shows of a lesson; a quiz's items are added by whoever draws them. */
export interface LessonView {
  slug: string;
  kind: LessonKind;
  title: Text;
  language: Language;
  html: string | null;
  /** Whether the text is in easy Korean (쉬운 말), and whether there is one. */
  easy: { shown: boolean; available: boolean };
  scenario: ScenarioView | null;
  /** Where there is one to play: the languages of its captions. Its transcript is the text. */
  film: { captions: Language[] } | null;
  sources: SourceView[];
}

export interface QuizView {
  purpose: QuizSettings['purpose'];
  passing: number | null;
  /** Until when the attempt may be handed in; null where there is no limit for this person. */
  dueAt: Date | null;
  attempt: number;
  items: QuizItemView[];
  last: { number: number; score: number | null; passed: boolean } | null;
}

export function viewLesson(document: CourseDocument, lesson: Lesson, language: Language, easy = false): LessonView {
  const context = { language, sources: document.sources, figures: document.figures };
  const inEasy = easy ? easyOf(lesson, language) : undefined;
  return {
    slug: lesson.slug,
    kind: lesson.kind,
    title: lesson.title,
    language,
    html: 'body' in lesson ? renderMarkdown(inEasy ?? lesson.body[language], context) : null,
    easy: { shown: inEasy !== undefined, available: easyOf(lesson, language) !== undefined },
    scenario: lesson.kind === 'scenario' ? viewScenario(lesson.scenario, context) : null,
    film: lesson.kind === 'video' ? { captions: document.languages } : null,
    sources: citedSources(document, lesson, language).map(viewSource),
  };
}

function easyOf(lesson: Lesson, language: Language): string | undefined {
  return language === 'ko' && 'easy' in lesson ? lesson.easy : undefined;
}

function viewScenario(scenario: Scenario, context: RenderContext): ScenarioView {
  const { language } = context;
  const html = (text: Text) => renderMarkdown(text[language], context);
  const inline = (text: Text) => renderInline(text[language], context);
  return {
    role: html(scenario.role),
    people: scenario.people.map(({ id, name, about }) => ({ id, name: name[language], about: about[language] })),
    start: scenario.start,
    situations: scenario.situations.map((situation) => ({
      id: situation.id,
      html: html(situation.text),
      rights: situation.rights,
      choices: situation.choices.map((choice) => ({
        id: choice.id,
        html: inline(choice.text),
        consequenceHtml: html(choice.consequence),
        reasoningHtml: html(choice.reasoning),
        to: choice.to,
      })),
    })),
    endings: scenario.endings.map(({ id, title, text }) => ({ id, title: title[language], html: html(text) })),
    debriefHtml: html(scenario.debrief),
  };
}

/** Markdown for a place inside a line, such as a choice: a single paragraph loses its `<p>`. */
export function renderInline(markdown: string, context: RenderContext): string {
  const html = renderMarkdown(markdown, context);
  const inside = /^<p>([\s\S]*)<\/p>$/.exec(html)?.[1];
  return inside === undefined || inside.includes('<p>') ? html : inside;
}

/** Ids of shown items and choices say nothing of the bank: authors often put the right choice first. */
export function itemId(attempt: number, position: number): string {
  return `${String(attempt)}-${String(position + 1)}`;
}

export function choiceId(position: number): string {
  return String.fromCharCode(97 + position);
}

/** The items of an attempt as they may be seen before it is submitted: without right answers and feedback. */
export function viewQuizItems(
  document: CourseDocument,
  shown: readonly ShownItem[],
  attempt: number,
  language: Language,
): QuizItemView[] {
  const context = { language, sources: document.sources, figures: document.figures };
  return shown.flatMap(({ code, choices }, position) => {
    const item = document.items.find((candidate) => candidate.code === code);
    if (item === undefined) return [];
    return [
      {
        id: itemId(attempt, position),
        kind: item.kind,
        stemHtml: renderMarkdown(item.stem[language], context),
        choices: choices.flatMap((id, at) => {
          const choice = optionsOf(item).find((candidate) => candidate.id === id);
          return choice === undefined ? [] : [{ id: choiceId(at), html: renderInline(choice.text[language], context) }];
        }),
        lefts:
          item.kind === 'matching'
            ? item.pairs.map(({ left }) => ({ html: renderInline(left[language], context) }))
            : [],
        scale:
          item.kind === 'rating-scale'
            ? {
                from: item.scale.from,
                to: item.scale.to,
                low: item.scale.low[language],
                high: item.scale.high[language],
              }
            : null,
      },
    ];
  });
}

/** A quiz outside any enrollment: in the studio's preview and before a class. */
export function sampleQuiz(document: CourseDocument, settings: QuizSettings, language: Language): QuizView {
  const shown = drawQuiz(settings, document.items, new Set(), (below) => below - 1);
  return {
    purpose: settings.purpose,
    passing: settings.purpose === 'pre' ? null : (settings.passing ?? null),
    dueAt: null,
    attempt: 1,
    items: viewQuizItems(document, shown, 1, language),
    last: null,
  };
}

function citedSources(document: CourseDocument, lesson: Lesson, language: Language): Source[] {
  const text =
    lesson.kind === 'scenario' ? JSON.stringify(lesson.scenario) : 'body' in lesson ? lesson.body[language] : '';
  const cited = new Set([...text.matchAll(/source:([a-z0-9-]+)/g)].map(([, id]) => id));
  return document.sources.filter((source) => cited.has(source.id));
}

export function viewSource(source: Source): SourceView {
  const { id, title, article, version, url, verified, fictional, question } = source;
  return {
    id,
    title,
    article: article ?? null,
    version: version ?? null,
    url: url ?? null,
    verified,
    fictional,
    question: question ?? null,
  };
}
