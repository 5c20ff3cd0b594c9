import { text } from '#libs/language';
import { addDays } from '#libs/time';

import { liesIn } from './audience.rules.js';
import { cyclesOfYear } from './cycle.rules.js';
import type { RuleProblem } from './rule.refusals.js';
import {
  type Condition,
  type Evidence,
  METHODS,
  type MandateDocument,
  type Method,
  type Mode,
  type RulePart,
  TOPICS,
  asList,
  evidenceReaches,
} from './rule.schema.js';

/** Something the catalogue offers: one course, or one kind of session. */
export interface Offer {
  readonly code: string | null;
  readonly minutes: number;
  readonly mode: Mode;
  readonly method: Method;
  readonly topics: readonly string[];
  readonly evidence: Evidence;
  /** A session that is held again and again counts each time; a course once. */
  readonly repeatable: boolean;
}

/** What live sessions offer: any topic, as often as they are held. */
export function anySession(): readonly Offer[] {
  const modes = ['in-person', 'live-online'] as const;
  return modes.flatMap((mode) =>
    METHODS.map((method) => ({
      code: null,
      minutes: 60,
      mode,
      method,
      topics: TOPICS,
      evidence: 'practised' as const,
      repeatable: true,
    })),
  );
}

/** All that keeps a rule from being put in force beside the others, and after its own version before. */
export function togetherProblems(
  rule: MandateDocument,
  others: readonly MandateDocument[],
  before: MandateDocument | null,
): readonly RuleProblem[] {
  return [...overlapProblems(rule, others), ...(before === null ? [] : versionProblems(before, rule))];
}

/**
 * Rules that apply to the same people and count the same learning, without saying whether once is enough: someone must
 * decide. @returns problems of the rule, by each other one that it overlaps with
 */
function overlapProblems(rule: MandateDocument, others: readonly MandateDocument[]): readonly RuleProblem[] {
  return others
    .filter((other) => other.code !== rule.code && overlaps(rule, other) && !decided(rule, other))
    .map((other) => ({
      path: ['sharesCreditWith'],
      message: text(
        `'${other.title.ko}'(${other.code})과(와) 대상과 인정되는 교육이 겹칩니다. 한 번 들은 것을 둘 다 인정하려면 sharesCreditWith에, 따로 세려면 noDoubleCountWith에 '${other.code}'을(를) 적어 주세요.`,
        `It overlaps with '${other.title.en}' (${other.code}) in whom it applies to and what counts. Name '${other.code}' under sharesCreditWith if the same learning counts for both, or under noDoubleCountWith if it may not.`,
      ),
    }));
}

function decided(a: MandateDocument, b: MandateDocument): boolean {
  const names = (one: MandateDocument, other: MandateDocument): boolean =>
    one.sharesCreditWith.includes(other.code) || one.noDoubleCountWith.includes(other.code);
  return names(a, b) || names(b, a);
}

function overlaps(a: MandateDocument, b: MandateDocument): boolean {
  const apart =
    (a.effective.to !== undefined && a.effective.to < b.effective.from) ||
    (b.effective.to !== undefined && b.effective.to < a.effective.from);
  return a.bearer === b.bearer && !apart && !neverBoth(a, b) && countsSame(a, b);
}

/** True when no membership can meet both: what cannot be shown to be apart is taken to overlap. */
function neverBoth(a: MandateDocument, b: MandateDocument): boolean {
  const excludes = (one: MandateDocument, other: MandateDocument): boolean =>
    one.who.except.some((out) => other.who.all.some((c) => JSON.stringify(c) === JSON.stringify(out)));
  if (excludes(a, b) || excludes(b, a)) return true;
  return a.who.all.some((x) => b.who.all.some((y) => disjoint(x, y)));
}

function disjoint(x: Condition, y: Condition): boolean {
  const apart = (key: 'occupation' | 'unitKind'): boolean => {
    const [left, right] = [asList<string>(x[key]), asList<string>(y[key])];
    return left.length > 0 && right.length > 0 && !left.some((value) => right.includes(value));
  };
  const [here, there] = [asList<string>(x.territory), asList<string>(y.territory)];
  const elsewhere =
    here.length > 0 &&
    there.length > 0 &&
    !here.some((one) => there.some((other) => liesIn(one, other) || liesIn(other, one)));
  return apart('occupation') || apart('unitKind') || elsewhere;
}

/** Whether some credit could count for both. */
function countsSame(a: MandateDocument, b: MandateDocument): boolean {
  return a.satisfiedBy.flat().some((x) => b.satisfiedBy.flat().some((y) => countsSamePart(x, y)));
}

function countsSamePart(x: RulePart, y: RulePart): boolean {
  if ('course' in x || 'course' in y) return 'course' in x && 'course' in y && x.course === y.course;
  return (['mode', 'method', 'topic'] as const).every((key) => {
    const [left, right] = [asList<string>(x[key]), asList<string>(y[key])];
    return left.length === 0 || right.length === 0 || left.some((value) => right.includes(value));
  });
}

/**
 * A new version of a rule whose cycle differs must begin where a cycle of the old one ends: else two cycles of one duty
 * would run at once.
 */
function versionProblems(before: MandateDocument, after: MandateDocument): readonly RuleProblem[] {
  if (JSON.stringify(before.cycle) === JSON.stringify(after.cycle)) return [];
  const { from } = after.effective;
  if (from <= before.effective.from) return [];
  const year = Number(from.slice(0, 4));
  const running = [...cyclesOfYear(before.cycle, year - 1), ...cyclesOfYear(before.cycle, year)].find(
    (cycle) => cycle.from < from && cycle.to >= from && before.cycle.kind !== after.cycle.kind,
  );
  if (!running) return [];
  const next = addDays(running.to, 1);
  return [
    {
      path: ['effective', 'from'],
      message: text(
        `주기의 종류가 바뀌는데 앞 판의 주기(${running.key})가 아직 돌고 있습니다. ${next}부터 시행해 주세요.`,
        `The kind of cycle changes while a cycle of the version before (${running.key}) is running. Let it begin on ${next}.`,
      ),
    },
  ];
}

/** What a rule asks for and nobody offers. Empty when some line can be met with the catalogue. */
export function catalogueProblems(rule: MandateDocument, offers: readonly Offer[]): readonly RuleProblem[] {
  const lines = rule.satisfiedBy.map((line, index) => line.flatMap((part) => lacking(rule, part, offers, index)));
  const found = lines.some((problems) => problems.length === 0) ? [] : lines.flat();
  const topics = rule.mustInclude.flatMap((part, index): RuleProblem[] => {
    const fits = offers.some(
      (offer) =>
        (part.topic === undefined || offer.topics.includes(part.topic)) &&
        (part.method === undefined || offer.method === part.method),
    );
    const name = part.topic ?? part.method ?? '';
    return fits
      ? []
      : [
          {
            path: ['mustInclude', index],
            message: text(
              `꼭 들어야 하는 '${name}'을(를) 다루는 과정이 없습니다.`,
              `Nothing on offer covers '${name}', which must be included.`,
            ),
          },
        ];
  });
  return [...found, ...topics];
}

function lacking(
  rule: MandateDocument,
  part: RulePart,
  offers: readonly Offer[],
  line: number,
): readonly RuleProblem[] {
  const path = ['satisfiedBy', line];
  if ('course' in part) {
    if (offers.some(({ code }) => code === part.course)) return [];
    return [
      {
        path,
        message: text(
          `'${part.course}' 과정이 과정 목록에 없습니다.`,
          `The course '${part.course}' is not in the catalogue.`,
        ),
      },
    ];
  }
  const fitting = offers.filter((offer) => serves(part, offer));
  if (fitting.some(({ repeatable }) => repeatable)) return [];
  const [offered, needed] =
    'times' in part
      ? [fitting.length, part.times]
      : [
          Math.floor((fitting.reduce((sum, { minutes }) => sum + minutes, 0) / rule.minutesPerHour) * 10) / 10,
          part.hours,
        ];
  if (offered >= needed) return [];
  const [ko, en] = 'times' in part ? ['회', 'sessions'] : ['시간', 'hours'];
  return [
    {
      path,
      message: text(
        `${String(needed)}${ko}이 필요한데, 조건에 맞는 과정은 모두 합해 ${String(offered)}${ko}뿐입니다.`,
        `${String(needed)} ${en} are asked for, and all that fits on offer comes to ${String(offered)}.`,
      ),
    },
  ];
}

function serves(part: Exclude<RulePart, { course: string }>, offer: Offer): boolean {
  const [modes, methods, topics] = [asList(part.mode), asList(part.method), asList<string>(part.topic)];
  return (
    (modes.length === 0 || modes.includes(offer.mode)) &&
    (methods.length === 0 || methods.includes(offer.method)) &&
    (topics.length === 0 || topics.some((topic) => offer.topics.includes(topic))) &&
    (part.evidence === undefined || evidenceReaches(offer.evidence, part.evidence))
  );
}
