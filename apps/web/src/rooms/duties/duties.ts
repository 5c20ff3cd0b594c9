import type { Alternative, DutyCourse, Obligation } from '../../api/types';

interface Groups {
  now: Obligation[];
  later: Obligation[];
  done: Obligation[];
  past: Obligation[];
}

/** Sorts duties into what a person must act on first; nearest due date first in each group. */
export function group(obligations: Obligation[]): Groups {
  const byDue = [...obligations].sort((a, b) => a.dueOn.localeCompare(b.dueOn));
  const of = (...states: string[]): Obligation[] => byDue.filter((each) => states.includes(each.state));
  return {
    now: of('open'),
    later: of('upcoming', 'paused'),
    done: of('fulfilled', 'exempt').reverse(),
    past: of('closed-unmet', 'withdrawn').reverse(),
  };
}

/** The course to offer in one click: one already begun, else the first the server names. */
export function suggested(courses: DutyCourse[]): DutyCourse | null {
  return (
    courses.find((course) => course.enrollment?.state === 'active') ??
    courses.find((course) => course.enrollment?.state !== 'completed') ??
    null
  );
}

/** How full an alternative is, from 0 to 1: the mean of its parts. */
export function share(alternative: Alternative): number {
  if (alternative.met) return 1;
  if (alternative.parts.length === 0) return 0;
  const sum = alternative.parts.reduce(
    (total, part) => total + Math.min(1, part.needed > 0 ? part.got / part.needed : 1),
    0,
  );
  return sum / alternative.parts.length;
}
