/** The closed lists a course document is written with. Labels shown to people live in the web app. */

export const TRACKS = ['officials', 'social-service', 'teachers', 'students'] as const;
export type Track = (typeof TRACKS)[number];

export const LEVELS = ['adult', 'elementary', 'middle', 'high'] as const;

export const MODES = ['self-paced', 'live-online', 'in-person'] as const;
export const METHODS = ['lecture', 'participatory'] as const;

/** How a course approaches its subject: about, through or for human rights (UNDHRET art. 2(2)). */
export const APPROACHES = ['about', 'through', 'for'] as const;

/** Whose signature turns a pilot (시범판) into a reviewed course. */
export const SEATS = ['official', 'civil-society', 'academia', 'rights-holder'] as const;
export type Seat = (typeof SEATS)[number];

/** Topic codes; a mandate's `mustInclude` uses the same. */
export const TOPICS = [
  'non-discrimination',
  'participation',
  'dignity',
  'privacy',
  'labour-rights',
  'sports-rights',
  'gender',
  'remedy',
  'care',
  'autonomy',
  'abuse-prevention',
  'children',
  'digital',
  'migration',
  'climate',
  'history',
] as const;

export const LESSON_KINDS = ['reading', 'scenario', 'quiz', 'reflection'] as const;
export type LessonKind = (typeof LESSON_KINDS)[number];

/** Kinds the glossary has and the player does not serve yet: refused by name, not as unknown words. */
export const LATER_LESSON_KINDS = ['video', 'package', 'live'] as const;

export const ITEM_KINDS = ['single', 'multiple'] as const;
export const LATER_ITEM_KINDS = ['ordering', 'matching', 'short-text', 'rating-scale', 'argued-case'] as const;

export const FORMS = ['A', 'B', 'follow-up'] as const;
export const PURPOSES = ['pre', 'final', 'practice'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** First line of a quotation block that makes it a call-out. */
export const CALLOUTS = ['case', 'law', 'contested', 'try', 'quote'] as const;
export type Callout = (typeof CALLOUTS)[number];

/** Upper bounds. They protect the parser and the reader; no real course comes near them. */
export const LIMITS = {
  fileBytes: 1_000_000,
  folderBytes: 10_000_000,
  files: 300,
  line: 200,
  paragraph: 3_000,
  markdown: 60_000,
  svg: 300_000,
} as const;
