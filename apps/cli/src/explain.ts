import type { Text } from '#libs/language';
import { ExplainService, type Explanation } from '#libs/mandates';
import { PeopleService } from '#libs/people';
import type { Command } from 'commander';
import type { CommandContext } from './context.js';

interface Options {
  person: string;
  mandate: string;
  asOf?: string;
  json?: boolean;
}

/** `madang explain`: everything a judgement rests on, in both languages. */
export function registerExplainCommand(program: Command, context: CommandContext): void {
  program
    .command('explain')
    .description('한 사람의 필수교육 판단을 처음부터 끝까지 풀어 보입니다 / the whole derivation of what someone owes')
    .requiredOption('--person <person>', '사람의 id, 외부 번호 또는 이름 / id, external id or exact name')
    .requiredOption('--mandate <code>', '기준 코드 / code of the mandate')
    .option('--as-of <moment>', '그때 알던 대로: 날짜나 시각 / as it was known: a day or an instant')
    .option('--json')
    .action(async ({ person, mandate, asOf, json }: Options) => {
      const explanation = await context.product(async (app) => {
        const personId = await app.get(PeopleService).find(person);
        return app.get(ExplainService).explain(personId, mandate, asOf);
      });
      context.print(json, explanation, () => explanationLines(explanation));
    });
}

const both = ({ ko, en }: Text): string => `${ko} / ${en}`;

export function explanationLines(explanation: Explanation): readonly string[] {
  const { person, mandate, asOf, today, stays, leaves, grants, versions, duties } = explanation;
  return [
    `${person.name} (${person.id}) · ${both(mandate.title)} (${mandate.code})`,
    `기준 시각 ${asOf.toISOString()}, 그날 ${today} / as known at, that day`,
    '',
    '■ 쓰인 사실 / facts used',
    ...stays.map(
      (stay) =>
        `  소속 / membership: ${stay.unitPath} · ${stay.occupation ?? '-'} · ${stay.band}${stay.functions.length > 0 ? ` · ${stay.functions.join(', ')}` : ''}${stay.primary ? ' · 주 소속 / primary' : ''} · ${stay.from} – ${stay.to ?? ''}`,
    ),
    ...leaves.map(({ kind, from, to }) => `  휴직 / leave: ${kind} · ${from} – ${to ?? ''}`),
    ...grants.map(
      ({ kind, cycle, ground, from, to }) =>
        `  ${GRANTS[kind] ?? kind}: ${ground}${cycle === null ? '' : ` · ${cycle}`} · ${from} – ${to}`,
    ),
    '',
    '■ 기준과 대상 / the rule and its audience',
    ...versions.flatMap(versionLines),
    '',
    '■ 판단 / what follows',
    ...(duties.length === 0 ? ['  이 기준으로는 해당하는 의무가 없습니다. / This mandate asks nothing of them.'] : []),
    ...duties.flatMap(dutyLines),
  ];
}

const GRANTS: Readonly<Record<string, string>> = {
  exemption: '면제 / exemption',
  extension: '기한 연장 / extension',
  pause: '유예 / pause',
};

function versionLines({
  number,
  effectiveFrom,
  effectiveTo,
  rule,
  audience,
}: Explanation['versions'][number]): string[] {
  return [
    `  판 / version ${String(number)} · ${effectiveFrom} – ${effectiveTo ?? ''} · 주기 / cycle ${JSON.stringify(rule.cycle)}`,
    ...audience.flatMap(({ stay, lines, meant }) => [
      `    ${meant ? '✓ 대상 / meant' : '✗ 대상 아님 / not meant'}: ${stay.unitPath}`,
      ...lines.map(
        ({ line, exception, matches }) =>
          `      ${matches ? '✓' : '✗'} ${exception ? '제외 / except' : '조건 / condition'} ${JSON.stringify(line)}`,
      ),
    ]),
  ];
}

function dutyLines({ duty, events }: Explanation['duties'][number]): string[] {
  const part = ({ label, got, needed, unit, met }: (typeof duty.mustInclude)[number]): string =>
    `${met ? '✓' : '✗'} ${both(label)}: ${String(got)}/${String(needed)} ${unit}`;
  return [
    `  [${duty.cycle.key}] ${duty.cycle.from} – ${duty.cycle.to} · ${duty.state}${duty.overdue ? ' (기한 지남 / overdue)' : ''} · 시작 / opens ${duty.opensOn} · 마감 / due ${duty.dueOn}${duty.fulfilledOn === null ? '' : ` · 이수 / fulfilled ${duty.fulfilledOn}`}`,
    ...duty.alternatives.flatMap(({ met, parts }, i) => [
      `    ${met ? '✓' : '✗'} 방법 / way ${String(i + 1)}`,
      ...parts.map((one) => `      ${part(one)}`),
    ]),
    ...duty.mustInclude.map((one) => `    꼭 들을 것 / must include: ${part(one)}`),
    ...duty.credits.map(
      (credit) =>
        `    실적 / credit ${credit.earnedOn}: ${both(credit.title)} · ${String(credit.minutes)}분/min, ${String(credit.times)}회/times → 반영 / counted ${String(credit.countedMinutes)}분/min, ${String(credit.countedTimes)}회/times`,
    ),
    ...duty.reasons.map(({ text, since }) => `    까닭 / reason${since === null ? '' : ` ${since}`}: ${both(text)}`),
    ...(duty.missing.ko === '' ? [] : [`    남은 것 / missing: ${both(duty.missing)}`]),
    ...events.map(
      ({ at, kind, state, dueOn, cause, actor }) =>
        `    변화 / event ${at.toISOString()}: ${kind} → ${state}, ${dueOn} · 원인 / cause ${cause.kind}${cause.id === undefined ? '' : ` ${cause.id}`} · ${actor ?? '시스템 / the system'}`,
    ),
  ];
}
