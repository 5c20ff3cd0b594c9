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

export const VERSION_STATES = ['in-review', 'signed', 'published', 'retired'] as const;
export type VersionState = (typeof VERSION_STATES)[number];

/** `minor` is typos and citations only. */
export const CHANGE_SCOPES = ['whole', 'minor'] as const;
export type ChangeScope = (typeof CHANGE_SCOPES)[number];

export const FLAG_REASONS = ['basis-changed', 'item-too-easy', 'no-local-case', 'other'] as const;
export type FlagReason = (typeof FLAG_REASONS)[number];

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

export const LESSON_KINDS = ['reading', 'video', 'scenario', 'quiz', 'reflection', 'live', 'package'] as const;
export type LessonKind = (typeof LESSON_KINDS)[number];

/** `solo` is self-paced from start to end; `blended` is self-study and a live part with a partner. */
export const ROUTES = ['solo', 'blended'] as const;
export type Route = (typeof ROUTES)[number];

export const LIVE_MODES = ['in-person', 'live-online'] as const;
export const PACKAGE_FORMATS = ['scorm-1.2', 'scorm-2004', 'cmi5'] as const;

export const ITEM_KINDS = [
  'single',
  'multiple',
  'ordering',
  'matching',
  'short-text',
  'rating-scale',
  'argued-case',
] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** What a case of the case file is about. */
export const CASE_TYPES = [
  'direct-discrimination',
  'indirect-discrimination',
  'refusal-of-adjustment',
  'harassment',
  'violence-and-abuse',
  'neglect',
  'privacy',
  'expression-and-assembly',
  'participation',
  'due-process',
  'labour',
  'children',
  'care-and-autonomy',
  'migration',
  'housing-and-livelihood',
  'retaliation',
  'access-to-remedy',
  'digital',
] as const;

export const FORMS = ['A', 'B', 'follow-up'] as const;
export const PURPOSES = ['pre', 'final', 'practice'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** First line of a quotation block that makes it a call-out. */
export const CALLOUTS = ['case', 'law', 'contested', 'try', 'quote'] as const;
export type Callout = (typeof CALLOUTS)[number];

/** Upper bounds. They protect the parser and the reader; no real course comes near them. */
export const LIMITS = {
  fileBytes: 1_000_000,
  /** A film or a package. */
  blobBytes: 200_000_000,
  folderBytes: 10_000_000,
  files: 300,
  line: 200,
  paragraph: 3_000,
  markdown: 60_000,
  svg: 300_000,
} as const;
