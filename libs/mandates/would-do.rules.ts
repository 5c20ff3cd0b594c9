import type { PartProgress } from './counting.rules.js';
import type { ObligationView } from './obligation.view.js';

/** What a course would be worth if it were completed. */
export interface CourseWorth {
  readonly code: string;
  readonly track: string;
  readonly minutes: number;
  readonly mode: string;
  readonly method: string;
  readonly topics: readonly string[];
}

const TRACK_OF_OCCUPATION: Readonly<Record<string, string>> = {
  official: 'officials',
  'public-corporation': 'officials',
  'social-service': 'social-service',
  teacher: 'teachers',
  student: 'students',
};

/** The track made for those with an occupation; undefined when there is none. */
export function trackOf(occupation: string): string | undefined {
  return TRACK_OF_OCCUPATION[occupation];
}

/** True when completing the course would bring an unmet obligation nearer: a part of some line, or a topic asked for. */
export function wouldDo(obligation: Pick<ObligationView, 'state' | 'open'>, course: CourseWorth): boolean {
  if (!['open', 'upcoming', 'paused'].includes(obligation.state)) return false;
  const { alternatives, mustInclude } = obligation.open;
  const unmet = alternatives.some((line) => line.met) ? [] : alternatives.flatMap((line) => line.parts);
  return [...unmet, ...mustInclude].some((part) => !part.met && serves(part, course));
}

function serves(part: PartProgress, course: CourseWorth): boolean {
  if (part.kind === 'course') return part.course === course.code;
  return (
    (part.mode === undefined || part.mode.includes(course.mode)) &&
    (part.method === undefined || part.method.includes(course.method)) &&
    (part.topic === undefined || part.topic.some((topic) => course.topics.includes(topic))) &&
    (part.unit === 'times' || course.minutes > 0)
  );
}
