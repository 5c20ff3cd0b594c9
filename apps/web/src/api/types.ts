/** The shapes of the HTTP contract that the rooms name. Instants are ISO 8601 in UTC, dates `YYYY-MM-DD` in the city's time zone. */
export interface Text {
  ko: string;
  en: string;
}

export interface Unit {
  id: string;
  code: string;
  kind: string;
  name: Text;
}

export interface Me {
  person: { id: string; name: string; language: string };
  login: string;
  mustChangePassword: boolean;
  memberships: {
    unit: Unit;
    path: Text[];
    occupation: string;
    positionBand: string | null;
    positionTitle: Text | null;
    primary: boolean;
  }[];
  roles: { role: string; unit: Unit }[];
  permissions: string[];
}

export type ObligationState =
  'upcoming' | 'open' | 'paused' | 'exempt' | 'fulfilled' | 'closed-unmet' | 'withdrawn' | 'absorbed';

export interface Basis {
  kind: string;
  instrument: Text;
  article: string | null;
  version: string | null;
  url: string | null;
  verified: boolean;
  fictional: boolean;
}

export interface Part {
  kind: string;
  label: Text;
  unit: string;
  needed: number;
  got: number;
  met: boolean;
}

export interface Alternative {
  met: boolean;
  parts: Part[];
}

export interface DutyCourse {
  code: string;
  title: Text;
  minutes: number;
  mode: string;
  pilot: boolean;
  enrollment: { id: string; state: string } | null;
}

export interface Obligation {
  id: string;
  mandate: { code: string; title: Text; policy: boolean; basis: Basis[] };
  bearer: string;
  cycle: { key: string; from: string; to: string };
  state: string;
  overdue: boolean;
  opensOn: string;
  dueOn: string;
  targetDueOn: string | null;
  daysLeft: number;
  fulfilledOn: string | null;
  inTime: boolean | null;
  reportingUnit: Unit | null;
  alternatives: Alternative[];
  mustInclude: Part[];
  missing: Text;
  reasons: { rule: string; text: Text; since: string | null }[];
  courses: DutyCourse[];
  credits: {
    earnedOn: string;
    title: Text;
    minutes: number;
    times: number;
    mode: string;
    countedMinutes: number;
    countedTimes: number;
  }[];
}

export interface CourseCard {
  code: string;
  track: string;
  level: string;
  title: Text;
  summary: Text;
  minutes: number;
  mode: string;
  topics: string[];
  languages: string[];
  pilot: boolean;
  version: number;
  lessons: number;
  enrollment: { id: string; state: string; done: number; total: number } | null;
}

export interface Source {
  id: string;
  title: Text;
  article: string | null;
  version: string | null;
  url: string | null;
  verified: boolean;
  fictional: boolean;
  question: Text | string | null;
}

export interface CourseDetail extends CourseCard {
  objectives: Text[];
  lessonList: { slug: string; kind: string; title: Text; minutes: number; required: boolean }[];
  seats: { seat: string; signed: boolean }[];
  sources: Source[];
  commitment: { prompt: Text; examples: Text[] } | null;
}

export interface LessonState {
  id: string;
  slug: string;
  kind: string;
  title: Text;
  minutes: number;
  required: boolean;
  state: string;
  engagedSeconds: number;
  position: string | null;
  attempts: number;
  bestScore: number | null;
}

export interface Enrollment {
  id: string;
  state: string;
  course: {
    code: string;
    title: Text;
    track: string;
    pilot: boolean;
    version: number;
    minutes: number;
    languages: string[];
  };
  startedAt: string;
  completedAt: string | null;
  lessons: LessonState[];
  next: string | null;
  completion: { id: string; completedOn: string; certificate: { id: string; state: string } | null } | null;
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

export interface QuizView {
  purpose: string;
  passing: number | null;
  attempt: number;
  items: { id: string; kind: string; stemHtml: string; choices: { id: string; html: string }[] }[];
  last: { number: number; score: number | null; passed: boolean } | null;
}

export interface Lesson {
  id: string;
  slug: string;
  kind: string;
  title: Text;
  language: string;
  html: string | null;
  scenario: ScenarioView | null;
  quiz: QuizView | null;
  sources: Source[];
}

export interface AttemptResult {
  number: number;
  score: number | null;
  passed: boolean;
  items: {
    item: string;
    correct: boolean;
    choices: { id: string; chosen: boolean; correct: boolean; feedbackHtml: string }[];
  }[];
  ending: { id: string; title: string; html: string } | null;
  lesson: { state: string };
  enrollment: { state: string; completion: { id: string } | null };
}

export interface Certificate {
  id: string;
  number: string | null;
  state: string;
  kind: string;
  course: { code: string; title: Text };
  minutes: number;
  completedOn: string;
  issuedAt: string | null;
  verifyUrl: string | null;
  pilot: boolean;
}

export interface Verification {
  status: string;
  number: string;
  revision: number;
  kind: string;
  name: string;
  unit: Text;
  course: Text;
  minutes: number;
  mode: string;
  completedOn: string;
  issuedOn: string;
  issuer: Text;
  basis: Text[];
  sha256: string;
  pilot: boolean;
}

export interface Totals {
  required: number;
  inTime: number;
  late: number;
  open: number;
  overdue: number;
  exempt: number;
  paused: number;
  unmet: number;
  rate: number | null;
}

export interface UnitRow extends Totals {
  unit: Unit;
  head: { name: string; state: string; overdue: boolean } | null;
  hasChildren: boolean;
}

export interface Compliance {
  unit: Unit;
  path: Unit[];
  mandate: { code: string; title: Text; bearer: string; policy: boolean };
  cycle: string;
  asOf: string;
  totals: Totals;
  units: UnitRow[];
  mandates: { code: string; title: Text; bearer: string }[];
  cycles: string[];
}

export interface PersonRow {
  personId: string;
  name: string;
  unit: Unit;
  positionBand: string | null;
  isHead: boolean;
  state: string;
  overdue: boolean;
  dueOn: string;
  fulfilledOn: string | null;
  inTime: boolean | null;
  missing: Text;
  mail: boolean;
}

export interface Paste {
  text: Text;
  people: { name: string; unit: Text; missing: Text; mail: boolean }[];
}

export interface StudioCourse {
  code: string;
  title: Text;
  track: string;
  draft: { revision: number; updatedAt: string; updatedBy: string } | null;
  published: { number: number; pilot: boolean; publishedAt: string } | null;
}

export interface Problem {
  path: string;
  message: Text;
}

export interface ClassRow {
  unit: Unit;
  path: Text[];
  students: number;
  teachers: string[];
  obligations: {
    mandate: { code: string; title: Text };
    cycle: string;
    state: string;
    overdue: boolean;
    dueOn: string;
    alternatives: Alternative[];
    mustInclude: Part[];
    missing: Text;
  }[];
}

export interface ClassDetail {
  unit: Unit;
  path: Text[];
  classCode: string | null;
  students: { personId: string; number: number; name: string; login: string | null }[];
  obligations: Obligation[];
  sessions: {
    id: string;
    heldOn: string;
    title: string;
    minutes: number;
    topics: string[];
    mode: string;
    method: string;
    partner: string | null;
    attended: number;
    roster: number;
  }[];
}

export interface CodeSheets {
  classCode: string;
  sheets: { number: number; name: string; login: string; code: string }[];
}

export interface Present {
  course: { code: string; title: Text; minutes: number; topics: string[] };
  lessons: Lesson[];
}
