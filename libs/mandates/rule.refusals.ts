import { type Text, text } from '#libs/language';
import { daysBetween } from '#libs/time';

import { cyclesOfYear, dayInCycle } from './cycle.rules.js';
import { type MandateDocument, asList } from './rule.schema.js';

/** Something a rule says that cannot be put in force, and what to do about it. */
export interface RuleProblem {
  readonly path: readonly (string | number)[];
  readonly message: Text;
}

/** Everything that is well-formed but must not be put in force, because the rule contradicts itself or can't be met. */
export function ruleProblems(rule: MandateDocument): readonly RuleProblem[] {
  return [...contradictions(rule), ...cycleProblems(rule), ...creditProblems(rule)];
}

function contradictions(rule: MandateDocument): readonly RuleProblem[] {
  const found: RuleProblem[] = [];
  const report = (path: RuleProblem['path'], ko: string, en: string): void => {
    found.push({ path, message: text(ko, en) });
  };
  const { from, to } = rule.effective;
  if (to !== undefined && to < from) {
    report(
      ['effective', 'to'],
      '끝나는 날이 시작하는 날보다 앞섭니다. 날짜를 고쳐 주세요.',
      'The rule ends before it begins. Correct the dates.',
    );
  }
  for (const [index, basis] of rule.basis.entries()) {
    if (!basis.verified && basis.question === undefined) {
      report(
        ['basis', index, 'verified'],
        "확인되지 않은 근거에는 무엇을 확인해야 하는지 'question'에 적어야 합니다.",
        "An unverified basis needs a 'question' that says what must be checked.",
      );
    }
    if (basis.kind !== 'policy' && (basis.article === '' || basis.version === undefined)) {
      report(
        ['basis', index],
        "법령·조례 근거에는 조항 'article'과 읽은 판의 날짜 'version'이 있어야 합니다.",
        "A statute or an ordinance needs its 'article' and the 'version' that was read.",
      );
    }
  }
  found.push(...bearerProblems(rule));
  return found;
}

function cycleProblems(rule: MandateDocument): readonly RuleProblem[] {
  const found: RuleProblem[] = [];
  const report = (path: RuleProblem['path'], ko: string, en: string): void => {
    found.push({ path, message: text(ko, en) });
  };
  // A leap year and the one before it: between them every possible length of a cycle.
  const cycles = [...cyclesOfYear(rule.cycle, 2027), ...cyclesOfYear(rule.cycle, 2028)];
  for (const cycle of cycles) {
    const path = rule.cycle.kind === 'semester' ? ['cycle', 'semesters', Number(cycle.key.slice(5)) - 1] : ['cycle'];
    if (cycle.key.startsWith('2027')) {
      if (cycle.dueOn < cycle.opensOn) {
        report(path, '마감일이 시작일보다 앞섭니다.', 'It is due before it opens.');
      }
      if (cycle.targetDueOn !== null && (cycle.targetDueOn < cycle.opensOn || cycle.targetDueOn > cycle.dueOn)) {
        report(
          path,
          '목표일(targetDue)은 시작일과 마감일 사이에 있어야 합니다.',
          "The city's own date (targetDue) must lie between opening and due date.",
        );
      }
    }
    if (cycle.opensOn < cycle.from || cycle.opensOn > cycle.to || cycle.dueOn > cycle.to) {
      report(path, '시작일과 마감일은 주기 안에 있어야 합니다.', 'Opening and due date must lie within the cycle.');
    }
  }
  const { notAfter, proRate } = rule.joiner;
  const { kind } = rule.cycle;
  if (kind === 'once' || kind === 'rolling-months') {
    for (const [path, set] of [
      ['notAfter', notAfter !== undefined],
      ['proRate', proRate !== 'none'],
    ] as const) {
      if (!set) continue;
      report(
        ['joiner', path],
        '대상이 된 날부터 시작하는 주기에는 늦게 온 사람이 없습니다. 이 항목을 빼 주세요.',
        'A cycle that begins with joining has no late joiners. Leave this out.',
      );
    }
  } else if (notAfter !== undefined && !cycles.some((cycle) => dayInCycle(cycle, notAfter) !== null)) {
    report(['joiner', 'notAfter'], '이 날은 어느 주기에도 들지 않습니다.', 'This day lies in none of the cycles.');
  }
  if (kind === 'once' && rule.late === 'closed-at-cycle-end') {
    report(
      ['late'],
      '한 번만 하는 교육의 주기는 끝나지 않으므로 마감(closed-at-cycle-end)할 수 없습니다.',
      'A duty that is owed once has no end of cycle at which it could close.',
    );
  }
  const shortest =
    kind === 'rolling-months'
      ? rule.cycle.months * 28
      : Math.min(...cycles.map((cycle) => daysBetween(cycle.from, cycle.dueOn)), Infinity);
  if (rule.minimumIntervalDays > shortest) {
    report(
      ['minimumIntervalDays'],
      `최소 간격 ${String(rule.minimumIntervalDays)}일이 주기보다 길어 다음 마감일까지 할 수 없습니다.`,
      `The minimum interval of ${String(rule.minimumIntervalDays)} days is longer than the cycle, so the next due date can't be met.`,
    );
  }
  if (
    rule.who.tenureDays > Math.max(0, ...cycles.map((cycle) => daysBetween(cycle.from, cycle.to))) &&
    cycles.length > 0
  ) {
    report(
      ['who', 'tenureDays'],
      '근무 일수 조건이 주기보다 길어 아무에게도 의무가 생기지 않습니다.',
      'The tenure asked for is longer than the cycle, so the duty never arises.',
    );
  }
  return found;
}

function creditProblems(rule: MandateDocument): readonly RuleProblem[] {
  const found: RuleProblem[] = [];
  const report = (path: RuleProblem['path'], ko: string, en: string): void => {
    found.push({ path, message: text(ko, en) });
  };
  for (const [index, part] of rule.mustInclude.entries()) {
    const needed = part.hours ?? 0;
    const most = Math.max(
      ...rule.satisfiedBy.map((line) => line.reduce((sum, p) => sum + ('hours' in p ? p.hours : 0), 0)),
    );
    if (needed > most && most > 0) {
      report(
        ['mustInclude', index, 'hours'],
        `꼭 들어야 할 시간이 전체 시간(${String(most)}시간)보다 많습니다.`,
        `More hours must be included than are owed in all (${String(most)}).`,
      );
    }
    const { method } = part;
    const allOther = rule.satisfiedBy.every((line) =>
      line.every((p) => !('course' in p) && p.method !== undefined && !asList(p.method).some((m) => m === method)),
    );
    if (method !== undefined && allOther) {
      report(
        ['mustInclude', index, 'method'],
        '모든 줄이 다른 방식만 세므로 이 방식을 함께 채울 수 없습니다.',
        'Every line counts other methods only, so this one can never be among what counts.',
      );
    }
  }
  for (const [line, parts] of rule.satisfiedBy.entries()) {
    const simpler = rule.satisfiedBy.findIndex(
      (other, i) => i !== line && other.every((p) => parts.some((own) => JSON.stringify(own) === JSON.stringify(p))),
    );
    if (simpler >= 0 && (rule.satisfiedBy[simpler]?.length ?? 0) < parts.length) {
      report(
        ['satisfiedBy', line],
        `이 줄은 ${String(simpler + 1)}번째 줄을 채우면 언제나 필요 없습니다. 하나만 남겨 주세요.`,
        `Whoever meets this line has met line ${String(simpler + 1)} already. Keep one of them.`,
      );
    }
  }
  for (const code of rule.noDoubleCountWith) {
    if (!rule.sharesCreditWith.includes(code)) continue;
    report(
      ['noDoubleCountWith'],
      `'${code}'와 함께 인정한다고도, 따로 센다고도 적혀 있습니다. 하나만 남겨 주세요.`,
      `'${code}' is named both as sharing credit and as not counting twice. Keep one.`,
    );
  }
  for (const word of ['sharesCreditWith', 'noDoubleCountWith'] as const) {
    if (!rule[word].includes(rule.code)) continue;
    report([word], '자기 자신을 적을 수 없습니다.', 'A rule cannot name itself here.');
  }
  return found;
}

function bearerProblems(rule: MandateDocument): readonly RuleProblem[] {
  const found: RuleProblem[] = [];
  if (rule.bearer === 'person' && rule.provides !== undefined) {
    found.push({
      path: ['provides'],
      message: text(
        "'provides'는 기관·학급이 실시하는 의무(bearer: unit)에만 씁니다.",
        "'provides' belongs to a duty of a unit (bearer: unit) only.",
      ),
    });
  }
  if (rule.bearer === 'unit') {
    for (const word of ['leave', 'exemptions'] as const) {
      if (rule[word] === undefined) continue;
      found.push({
        path: [word],
        message: text(
          `'${word}'은(는) 사람의 의무에만 씁니다. 기관과 학급은 휴직하거나 면제받지 않습니다.`,
          `'${word}' belongs to a duty of persons only: units are neither on leave nor exempt.`,
        ),
      });
    }
    for (const where of ['all', 'except'] as const) {
      for (const [index, condition] of rule.who[where].entries()) {
        if (asList(condition.occupation).length + asList(condition.function).length === 0) continue;
        found.push({
          path: ['who', where, index],
          message: text(
            '기관·학급의 의무에는 unit, unitKind, territory로만 대상을 정합니다.',
            'The audience of a duty of units is set by unit, unitKind and territory only.',
          ),
        });
      }
    }
  }
  return found;
}
