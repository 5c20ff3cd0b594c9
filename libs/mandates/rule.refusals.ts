import { type Text, text } from '#libs/language';

import { cyclesOfYear } from './cycle.rules.js';
import { type MandateDocument, asList } from './rule.schema.js';

/** Something a rule says that cannot be put in force, and what to do about it. */
export interface RuleProblem {
  readonly path: readonly (string | number)[];
  readonly message: Text;
}

/** Everything that is well-formed but must not be put in force: not evaluated yet, or contradicting itself. */
export function ruleProblems(rule: MandateDocument): readonly RuleProblem[] {
  return [...notEvaluated(rule), ...contradictions(rule)];
}

/**
 * Words of the grammar that this version of the engine does not evaluate. Ignoring one would promise a duty that
 * is not what is measured, so the rule is refused as a whole.
 */
function notEvaluated(rule: MandateDocument): readonly RuleProblem[] {
  const found: RuleProblem[] = [];
  const refuse = (when: boolean, path: RuleProblem['path'], word: string): void => {
    if (!when) return;
    found.push({
      path,
      message: text(
        `'${word}'은(는) 아직 계산하지 못합니다. 이 항목을 빼거나, 지원하는 판이 나올 때까지 이 기준을 시행하지 마세요.`,
        `'${word}' is not evaluated yet. Remove it, or keep this rule out of force until it is supported.`,
      ),
    });
  };
  const { kind } = rule.cycle;
  refuse(kind === 'rolling-months' || kind === 'once', ['cycle', 'kind'], `cycle: ${kind}`);
  refuse(rule.sharesCreditWith.length > 0, ['sharesCreditWith'], 'sharesCreditWith');
  refuse(rule.noDoubleCountWith.length > 0, ['noDoubleCountWith'], 'noDoubleCountWith');
  refuse(rule.lookBackDays > 0, ['lookBackDays'], 'lookBackDays');
  refuse(rule.trustedIssuers.length > 0, ['trustedIssuers'], 'trustedIssuers');
  refuse(rule.joiner.proRate !== 'none', ['joiner', 'proRate'], `proRate: ${rule.joiner.proRate}`);
  refuse(rule.joiner.notAfter !== undefined, ['joiner', 'notAfter'], 'joiner.notAfter');
  refuse(rule.mover !== 'keep', ['mover'], `mover: ${rule.mover}`);
  refuse(rule.late !== 'still-owed', ['late'], `late: ${rule.late}`);
  refuse(rule.minimumIntervalDays > 0, ['minimumIntervalDays'], 'minimumIntervalDays');
  refuse(rule.provides?.of === 'classes', ['provides', 'of'], 'provides.of: classes');
  for (const [line, parts] of rule.satisfiedBy.entries()) {
    for (const [index, part] of parts.entries()) {
      const evidence = 'evidence' in part && part.evidence !== undefined;
      refuse(evidence, ['satisfiedBy', line, index, 'evidence'], 'evidence');
    }
  }
  return found;
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
  // A leap year and the one before it: between them every possible length of a cycle.
  for (const cycle of [...cyclesOfYear(rule.cycle, 2027), ...cyclesOfYear(rule.cycle, 2028)]) {
    const path = rule.cycle.kind === 'semester' ? ['cycle', 'semesters', Number(cycle.key.slice(5)) - 1] : ['cycle'];
    if (cycle.key.startsWith('2027')) {
      if (cycle.dueOn < cycle.opensOn) {
        report(path, '마감일이 시작일보다 앞섭니다.', 'It is due before it opens.');
      }
      if (cycle.targetDueOn !== null && (cycle.targetDueOn < cycle.opensOn || cycle.targetDueOn > cycle.dueOn)) {
        report(
          path,
          '목표일은 시작일과 마감일 사이여야 합니다.',
          'The target date must lie between the opening and the due date.',
        );
      }
    }
    if (cycle.opensOn < cycle.from || cycle.opensOn > cycle.to || cycle.dueOn > cycle.to) {
      report(path, '시작일과 마감일은 주기 안에 있어야 합니다.', 'Opening and due date must lie within the cycle.');
    }
  }
  found.push(...bearerProblems(rule));

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
    for (const where of ['all', 'except'] as const) {
      for (const [index, condition] of rule.who[where].entries()) {
        if (asList(condition.occupation).length + asList(condition.function).length === 0) continue;
        found.push({
          path: ['who', where, index],
          message: text(
            '기관·학급의 의무에는 unit과 unitKind로만 대상을 정합니다.',
            'The audience of a duty of units is set by unit and unitKind only.',
          ),
        });
      }
    }
  }
  return found;
}
