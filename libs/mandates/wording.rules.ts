import { type Text, text } from '#libs/language';
import type { LocalDate } from '#libs/time';

import { type LineProgress, type PartProgress, shareOf } from './counting.rules.js';
import type { BearerKind, ObligationResult, ObligationState, Reason } from './evaluation.types.js';
import type { QualityResult } from './quality.rules.js';
import {
  EVIDENCE_ASKED,
  EVIDENCE_WORDS,
  EXEMPTION_GROUNDS,
  LEAVE_WORDS,
  METHOD_WORDS,
  MODE_WORDS,
  OCCUPATION_WORDS,
  SUCCESSION_WORDS,
  TOPIC_WORDS,
  dateWords,
  listWords,
  withParticle,
} from './words.js';

/** What wording looks up: names that are not part of the stored data, so that a renamed unit reads right. */
export interface WordingContext {
  readonly bearer: BearerKind;
  readonly minutesPerHour: number;
  unitName(unitId: string): Text | undefined;
  courseTitle(code: string): Text | undefined;
  mandateTitle?(code: string): Text | undefined;
}

/** More names than these would not be read. */
const MOST_NAMES = 5;

const UNKNOWN_UNIT = text('예전 소속', 'a former unit');

/** One reason in one or two plain sentences. */
export function reasonText(reason: Reason, context: WordingContext): Text {
  const unit = (id: string): Text => context.unitName(id) ?? UNKNOWN_UNIT;
  switch (reason.rule) {
    case 'audience': {
      const name = unit(reason.unitId);
      const since = dateWords(reason.since);
      if (reason.occupation === null) {
        return text(
          `${withParticle(name.ko, '은', '는')} 이 교육을 실시해야 하는 대상입니다.`,
          `${name.en} is among those that must provide this education.`,
        );
      }
      const who = OCCUPATION_WORDS[reason.occupation] ?? text('구성원', 'member of staff');
      return text(
        `${name.ko} 소속 ${withParticle(who.ko, '이라서', '라서')} 해당됩니다. (${since.ko}부터)`,
        `It applies to you as ${who.en} at ${name.en} (since ${since.en}).`,
      );
    }
    case 'mover': {
      const [from, to, on] = [unit(reason.fromUnitId), unit(reason.unitId), dateWords(reason.since)];
      const kept = keptWords(reason.times, reason.minutes, context);
      return text(
        `${on.ko}에 ${from.ko}에서 ${withParticle(to.ko, '으로', '로')} 옮겼습니다.${kept.ko}`,
        `You moved from ${from.en} to ${to.en} on ${on.en}.${kept.en}`,
      );
    }
    case 'restart': {
      const [from, to, on] = [unit(reason.fromUnitId), unit(reason.unitId), dateWords(reason.since)];
      return text(
        `${on.ko}에 ${from.ko}에서 ${withParticle(to.ko, '으로', '로')} 옮겼습니다. 이 기준은 옮긴 곳에서 새로 이수하도록 정하고 있습니다. 들은 기록은 그대로 남아 있습니다.`,
        `You moved from ${from.en} to ${to.en} on ${on.en}. This rule asks for it anew in the new unit; what you took stays on record.`,
      );
    }
    case 'merged': {
      const [from, to, on] = [unit(reason.fromUnitId), unit(reason.unitId), dateWords(reason.since)];
      const kept = keptWords(reason.times, reason.minutes, context);
      const became = SUCCESSION_WORDS[reason.change];
      return text(
        `${on.ko}에 ${withParticle(from.ko, '이', '가')} ${withParticle(to.ko, '으로', '로')} ${became.ko}.${kept.ko}`,
        `${from.en} ${became.en} ${to.en} on ${on.en}.${kept.en}`,
      );
    }
    case 'pro-rate': {
      const on = dateWords(reason.since);
      return text(
        `${on.ko}에 대상이 되어, 남은 ${String(reason.months)}개월만큼만 하면 됩니다. (전체 ${String(reason.of)}개월)`,
        `You joined on ${on.en}, so only the share of the ${String(reason.months)} months left (of ${String(reason.of)}) is owed.`,
      );
    }
    case 'joined-late': {
      const [on, day] = [dateWords(reason.since), dateWords(reason.notAfter)];
      return text(
        `${withParticle(day.ko, '이', '가')} 지난 ${on.ko}에 대상이 되어 이번 주기에는 하지 않아도 됩니다.`,
        `You joined on ${on.en}, after ${day.en}, so nothing is owed in this cycle.`,
      );
    }
    case 'once': {
      const [on, due] = [dateWords(reason.since), dateWords(reason.dueOn)];
      return text(
        `대상이 된 ${on.ko}부터 ${String(reason.days)}일 안에 합니다. (${due.ko}까지)`,
        `It is due within ${String(reason.days)} days of ${on.en}, the day it began to apply: by ${due.en}.`,
      );
    }
    case 'rolling': {
      const [on, due] = [dateWords(reason.since), dateWords(reason.dueOn)];
      return text(
        `지난번 마친 ${on.ko}에서 ${String(reason.months)}개월 뒤인 ${due.ko}까지 다시 합니다.`,
        `It is due again ${String(reason.months)} months after you last did it on ${on.en}: by ${due.en}.`,
      );
    }
    case 'interval': {
      const [on, opens] = [dateWords(reason.since), dateWords(reason.opensOn)];
      return text(
        `${on.ko}에 마쳤으므로 ${String(reason.days)}일이 지난 ${opens.ko}부터 다시 할 수 있습니다.`,
        `You completed it on ${on.en}; it opens again after ${String(reason.days)} days, on ${opens.en}.`,
      );
    }
    case 'joiner': {
      const [on, due] = [dateWords(reason.since), dateWords(reason.dueOn)];
      return text(
        `${on.ko}에 새로 대상이 되어, 그날부터 ${String(reason.graceDays)}일인 ${due.ko}까지 하면 됩니다.`,
        `You joined on ${on.en}, so you have ${String(reason.graceDays)} days, until ${due.en}.`,
      );
    }
    case 'tenure': {
      const on = dateWords(reason.since);
      return text(
        `이 주기에 ${String(reason.days)}일 넘게 근무하여 ${on.ko}부터 의무가 생겼습니다.`,
        `The duty began on ${on.en}, after ${String(reason.days)} days in service in this cycle.`,
      );
    }
    case 'opens': {
      const on = dateWords(reason.since);
      return text(`${on.ko}에 시작합니다.`, `It opens on ${on.en}.`);
    }
    case 'leave': {
      const kind = LEAVE_WORDS[reason.kind] ?? text('휴직', 'leave');
      const [on, to] = [dateWords(reason.since), reason.to === null ? null : dateWords(reason.to)];
      return text(
        `${on.ko}부터 ${to === null ? '' : `${to.ko}까지 `}${kind.ko} 중이라 멈춰 두었습니다. 쉬는 동안에는 알림을 보내지 않습니다.`,
        `It is paused while you are on ${kind.en}, from ${on.en}${to === null ? '' : ` to ${to.en}`}. No reminders are sent meanwhile.`,
      );
    }
    case 'leave-whole-cycle': {
      const kind = LEAVE_WORDS[reason.kind] ?? text('휴직', 'leave');
      return text(
        `이 주기 내내 ${kind.ko} 중이었으므로 하지 않아도 됩니다.`,
        `You were on ${kind.en} for the whole of this cycle, so nothing is owed for it.`,
      );
    }
    case 'return': {
      const [on, due] = [dateWords(reason.since), dateWords(reason.dueOn)];
      return text(
        `복귀하는 ${on.ko}부터 ${String(reason.graceDays)}일인 ${due.ko}까지 하면 됩니다.`,
        `From your return on ${on.en} you have ${String(reason.graceDays)} days, until ${due.en}.`,
      );
    }
    case 'exempt': {
      const ground = EXEMPTION_GROUNDS[reason.ground] ?? text('개별 사유', 'an individual ground');
      const [on, to] = [dateWords(reason.since), dateWords(reason.to)];
      return text(
        `${on.ko}부터 ${to.ko}까지 면제되었습니다. (사유: ${ground.ko})`,
        `You are exempt from ${on.en} to ${to.en} (ground: ${ground.en}).`,
      );
    }
    case 'exemption-over': {
      const on = dateWords(reason.since);
      return text(
        `면제 기간이 끝나 ${on.ko}부터 다시 해당됩니다.`,
        `The exemption is over; it applies again as of ${on.en}.`,
      );
    }
    case 'exemption-void': {
      const ground = EXEMPTION_GROUNDS[reason.ground] ?? text('개별 사유', 'an individual ground');
      return text(
        `'${ground.ko}'은(는) 이 기준이 정한 면제 사유가 아니어서 면제로 보지 않습니다. 담당자에게 알려 주세요.`,
        `This rule does not know '${ground.en}' as a ground, so it does not exempt. Please tell the office in charge.`,
      );
    }
    case 'extended': {
      const due = dateWords(reason.dueOn);
      return text(`마감일이 ${due.ko}까지 연장되었습니다.`, `The due date was extended to ${due.en}.`);
    }
    case 'deferred': {
      const to = dateWords(reason.to);
      return text(
        `${to.ko}까지 유예되어 멈춰 두었습니다. 그동안에는 알림을 보내지 않습니다.`,
        `It is deferred until ${to.en}. No reminders are sent meanwhile.`,
      );
    }
    case 'closed': {
      const on = dateWords(reason.since);
      return text(
        `${on.ko}에 주기가 끝나 이수하지 못한 것으로 마감되었습니다. 그날까지 들은 교육이 있으면 알려 주세요.`,
        `The cycle closed on ${on.en} without being completed. If you took something by that day, please say so.`,
      );
    }
    case 'rule-ended': {
      const on = dateWords(reason.since);
      return text(
        `${on.ko}부터 이 기준이 시행되지 않아 더 하지 않아도 됩니다. 들은 교육은 그대로 남아 있습니다.`,
        `The rule is no longer in force as of ${on.en}, so nothing more is owed. What was learned stays on record.`,
      );
    }
    case 'classes': {
      const [served, all] = [String(reason.served), String(reason.classes)];
      const names = reason.unserved.slice(0, MOST_NAMES).map(unit);
      const more = reason.unserved.length - names.length;
      const rest = {
        ko: `${names.map(({ ko }) => ko).join(', ')}${more > 0 ? ` 외 ${String(more)}개 학급` : ''}`,
        en: `${names.map(({ en }) => en).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`,
      };
      if (names.length === 0) {
        return text(`${all}개 학급 모두에 실시했습니다.`, `All ${all} classes were served.`);
      }
      return text(
        `${all}개 학급 가운데 ${served}개 학급에 실시했습니다. 아직 남은 학급: ${rest.ko}`,
        `${served} of ${all} classes were served. Still to be served: ${rest.en}.`,
      );
    }
    case 'too-weak': {
      const on = dateWords(reason.since);
      const [got, needed] = [EVIDENCE_WORDS[reason.got], EVIDENCE_WORDS[reason.needed]];
      return text(
        `${on.ko}의 교육은 근거가 '${got?.ko ?? reason.got}'이라 세지 못했습니다. '${needed?.ko ?? reason.needed}' 이상이어야 합니다.`,
        `What was done on ${on.en} does not count: its evidence is '${got?.en ?? reason.got}', and at least '${needed?.en ?? reason.needed}' is asked for.`,
      );
    }
    case 'untrusted': {
      const on = dateWords(reason.since);
      return text(
        `${on.ko}에 들은 외부 교육은 이 기준이 인정하는 기관의 것이 아니어서 세지 않습니다. (발급: ${reason.issuer})`,
        `What was done elsewhere on ${on.en} does not count: this rule names the issuers it recognises, and ${reason.issuer} is not among them.`,
      );
    }
    case 'too-early': {
      const [on, from] = [dateWords(reason.since), dateWords(reason.from)];
      return text(
        `${on.ko}의 교육은 이 주기의 인정 기간(${from.ko}부터) 전이라 세지 않습니다.`,
        `What was done on ${on.en} came before this cycle begins to count, on ${from.en}.`,
      );
    }
    case 'not-shared': {
      const on = dateWords(reason.since);
      const name = context.mandateTitle?.(reason.mandateCode) ?? text(reason.mandateCode, reason.mandateCode);
      return text(
        `${on.ko}의 교육은 '${name.ko}'에 인정되어 여기에는 다시 세지 않습니다.`,
        `What was done on ${on.en} counts for '${name.en}' and is not counted here again.`,
      );
    }
    case 'look-back': {
      const on = dateWords(reason.since);
      return text(
        `주기가 시작되기 전인 ${on.ko}에 들은 교육도 인정했습니다. (시작 전 ${String(reason.days)}일까지)`,
        `What was done on ${on.en}, before the cycle began, counts (up to ${String(reason.days)} days before).`,
      );
    }
    case 'fulfilled': {
      const on = dateWords(reason.since);
      return reason.inTime
        ? text(`${on.ko}에 모두 마쳤습니다.`, `All done on ${on.en}.`)
        : text(
            `${on.ko}에 마쳤습니다. 마감일이 지났지만 이수로 인정됩니다.`,
            `Done on ${on.en}. That was after the due date, and it counts as completed.`,
          );
    }
    case 'kept':
      return text(
        '그 뒤에 기준이 바뀌었지만, 이미 마친 것은 그대로 인정됩니다.',
        'The rule has changed since; what was completed stays completed.',
      );
    case 'left': {
      const on = dateWords(reason.since);
      return text(
        `${on.ko}부터 대상이 아닙니다. 들은 교육은 그대로 남아 있습니다.`,
        `It no longer applies as of ${on.en}. What was learned stays on record.`,
      );
    }
    case 'never-in':
      return text(
        '소속 정보가 바로잡혀 대상이 아닌 것으로 확인되었습니다. 들은 교육은 그대로 남아 있습니다.',
        'The membership was corrected: this duty does not apply. What was learned stays on record.',
      );
    case 'absorbed':
      return text(
        '다른 기록과 같은 사람으로 확인되어, 이 교육은 그 기록에서 이어집니다. 들은 교육도 함께 옮겼습니다.',
        'This record and another one are the same person: the duty goes on in the other one, with what was learned.',
      );
    case 'reach': {
      const on = dateWords(reason.since);
      const share = String(Math.round(reason.needed * 100));
      return text(
        `${on.ko} 수업은 ${String(reason.rosterSize)}명 가운데 ${String(reason.reached)}명이 들어 실시한 것으로 세지 못했습니다. ${share}% 이상이 들어야 합니다.`,
        `The lesson of ${on.en} reached ${String(reason.reached)} of ${String(reason.rosterSize)}; at least ${share}% must be reached for it to count.`,
      );
    }
  }
}

/** "Why this date?", for every obligation whose date comes from the rule itself. */
export function dueText(dueOn: LocalDate, targetDueOn: LocalDate | null, overdue: boolean): Text {
  const due = dateWords(dueOn);
  if (overdue) {
    return text(
      `마감일은 이 기준이 정한 ${due.ko}이었습니다. 지금 마쳐도 늦은 이수로 인정됩니다.`,
      `The rule set the due date, ${due.en}. Completing it now still counts, as late.`,
    );
  }
  if (targetDueOn === null) {
    return text(
      `마감일은 이 기준이 정한 ${due.ko}이며, 그날이 끝날 때까지 하면 됩니다.`,
      `The rule itself sets the due date, ${due.en}; it is due until the end of that day.`,
    );
  }
  const target = dateWords(targetDueOn);
  return text(
    `목표일은 ${target.ko}이고, 마감일은 ${due.ko}입니다. 마감일이 끝날 때까지 하면 됩니다.`,
    `The aim is ${target.en}; the due date is ${due.en}, until the end of that day.`,
  );
}

function keptWords(times: number, minutes: number, context: WordingContext): Text {
  if (times === 0 && minutes === 0) return text('', '');
  const amount = times > 0 ? amountWords('times', times, context) : amountWords('minutes', minutes, context);
  return text(
    ` 이미 들은 ${withParticle(amount.ko, '은', '는')} 그대로 인정됩니다.`,
    ` The ${amount.en} already done still count${times === 1 ? 's' : ''}.`,
  );
}

/** Times as 회, minutes as hours of this rule; school periods (차시) where the rule's hour is not 60 minutes. */
export function amountWords(
  unit: PartProgress['unit'],
  amount: number,
  context: Pick<WordingContext, 'minutesPerHour'>,
): Text {
  const s = (n: number): string => (n === 1 ? '' : 's');
  if (unit === 'classes') return text(`${String(amount)}개 학급`, `${String(amount)} class${amount === 1 ? '' : 'es'}`);
  if (unit === 'times') return text(`${String(amount)}회`, `${String(amount)} session${s(amount)}`);
  const { minutesPerHour } = context;
  if (minutesPerHour !== 60) {
    const periods = Math.round((amount / minutesPerHour) * 10) / 10;
    return text(
      `${String(periods)}차시(${String(amount)}분)`,
      `${String(periods)} period${s(periods)} (${String(amount)} minutes)`,
    );
  }
  const [hours, minutes] = [Math.floor(amount / 60), amount % 60];
  const ko = [hours > 0 ? `${String(hours)}시간` : '', minutes > 0 || hours === 0 ? `${String(minutes)}분` : ''];
  const en = [
    hours > 0 ? `${String(hours)} hour${s(hours)}` : '',
    minutes > 0 || hours === 0 ? `${String(minutes)} minute${s(minutes)}` : '',
  ];
  return text(ko.filter(Boolean).join(' '), en.filter(Boolean).join(' '));
}

/** What a part asks for, without the amount: `대면 교육`, `in-person education`; of a topic its name. */
export function partName(part: PartProgress, context: WordingContext): Text {
  if (part.kind === 'course') {
    const title = context.courseTitle(part.course ?? '');
    return title === undefined
      ? text(`'${part.course ?? ''}' 과정`, `the course '${part.course ?? ''}'`)
      : text(`'${title.ko}' 과정`, `the course '${title.en}'`);
  }
  if (part.kind === 'topic') return listWords(part.topic ?? [], TOPIC_WORDS);
  if (part.kind === 'classes') return text('학급 교육', 'lessons');
  const words = [
    ...(part.mode === undefined ? [] : [listWords(part.mode, MODE_WORDS)]),
    ...(part.method === undefined ? [] : [listWords(part.method, METHOD_WORDS)]),
    ...(part.topic === undefined ? [] : [listWords(part.topic, TOPIC_WORDS)]),
    ...(part.evidence === undefined ? [] : [EVIDENCE_ASKED[part.evidence]]),
  ];
  return text([...words.map(({ ko }) => ko), '교육'].join(' '), [...words.map(({ en }) => en), 'education'].join(' '));
}

/** A part with its amount, as a label: `대면 교육 4시간`, `in-person education, 4 hours`. */
export function partLabel(part: PartProgress, context: WordingContext): Text {
  const name = partName(part, context);
  if (part.kind === 'course') return name;
  if ((part.kind === 'topic' || part.kind === 'method') && part.unit === 'times' && part.needed === 1) return name;
  const amount = amountWords(part.unit, part.needed, context);
  return text(`${name.ko} ${amount.ko}`, `${name.en}, ${amount.en}`);
}

const NOTHING_MISSING: ReadonlySet<ObligationState> = new Set([
  'fulfilled',
  'exempt',
  'withdrawn',
  'absorbed',
  'closed-unmet',
]);

/** The city's own aim, apart from the legal test; empty where the rule sets none. */
export function qualityText(quality: QualityResult | undefined): Text {
  if (quality === undefined) return text('', '');
  const percent = (share: number): string => `${String(Math.round(share * 100))}%`;
  const parts = quality.methods.map(({ method, needed, share }) => {
    const name = METHOD_WORDS[method] ?? text(method, method);
    return text(
      `${name.ko} ${percent(share)}(목표 ${percent(needed)})`,
      `${percent(share)} ${name.en} (aim: ${percent(needed)})`,
    );
  });
  if (quality.evidence) {
    const { needed, share } = quality.evidence;
    const name = EVIDENCE_WORDS[needed] ?? text(needed, needed);
    parts.push(
      text(`'${name.ko}' 이상 ${percent(share)}(목표 100%)`, `${percent(share)} at least '${name.en}' (aim: 100%)`),
    );
  }
  const shown = { ko: parts.map(({ ko }) => ko).join(', '), en: parts.map(({ en }) => en).join(', ') };
  return text(
    `시가 정한 질 목표: ${shown.ko}. 법적 이수 여부와는 관계없습니다.`,
    `The city's own aim for quality: ${shown.en}. It does not affect whether the duty is fulfilled.`,
  );
}

/** What is still missing, in one sentence; empty when nothing is. */
export function missingText(
  state: ObligationState,
  result: Pick<ObligationResult, 'alternatives' | 'mustInclude'>,
  context: WordingContext,
): Text {
  if (NOTHING_MISSING.has(state)) return text('', '');
  const lines = result.alternatives.some((line) => line.met) ? [] : openLines(result.alternatives);
  const ways = lines.map((line) => lineWords(line, context));
  const topics = result.mustInclude.filter((part) => !part.met);
  const must = topics.map((part) => partLabel(part, context));
  if (ways.length === 0 && must.length === 0) return text('', '');
  const onTopic = topics.every(({ kind }) => kind === 'topic');
  const include = {
    ko: `${must.map(({ ko }) => ko).join(', ')}${onTopic ? ' 주제' : ''}`,
    en: must.map(({ en }) => en).join(' and '),
  };
  if (ways.length === 0) {
    return text(`${withParticle(include.ko, '이', '가')} 들어 있어야 합니다.`, `It must still include ${include.en}.`);
  }
  const way = {
    ko: ways.map(({ ko }) => ko).join(' 또는 '),
    en: ways.map(({ en }) => en).join(' or '),
  };
  const verb =
    context.bearer === 'unit'
      ? text('더 실시해야 합니다', 'still to be provided')
      : text('더 들어야 합니다', 'still to do');
  if (must.length === 0)
    return text(`${withParticle(way.ko, '을', '를')} ${verb.ko}.`, `${capital(way.en)} ${verb.en}.`);
  return text(
    `${withParticle(way.ko, '을', '를')} ${verb.ko}. 그 안에 ${withParticle(include.ko, '이', '가')} 들어 있어야 합니다.`,
    `${capital(way.en)} ${verb.en}, including ${include.en}.`,
  );
}

/** The alternatives worth naming: those that were begun; when none was, all. */
function openLines(lines: readonly LineProgress[]): readonly LineProgress[] {
  const furthest = Math.max(...lines.map((line) => shareOf(line.parts)));
  return furthest === 0 ? lines : lines.filter((line) => shareOf(line.parts) > 0);
}

function lineWords(line: LineProgress, context: WordingContext): Text {
  const parts = line.parts
    .filter((part) => !part.met)
    .map((part) => {
      const name = partName(part, context);
      if (part.kind === 'course') return name;
      const left = amountWords(part.unit, part.needed - part.got, context);
      return text(`${name.ko} ${left.ko}`, `${left.en} of ${name.en}`);
    });
  return text(parts.map(({ ko }) => ko).join('과 '), parts.map(({ en }) => en).join(' and '));
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
