import type { Language, Text } from '#libs/language';
import type { LocalDate } from '#libs/time';
import type { MailBlock, MailContent } from './mail.content.js';

/** A duty as a mail names it. */
export interface OpenDuty {
  readonly title: Text;
  readonly dueOn: LocalDate;
  /** Negative once it is overdue. */
  readonly daysLeft: number;
  /** One sentence: what is still to be done. */
  readonly missing: Text;
}

/** Where a head is asked to help. */
export interface HelpNeeded {
  readonly unit: Text;
  readonly title: Text;
  readonly people: number;
}

export interface Sender {
  readonly name: Text;
  readonly contact: Text;
}

export interface Digest {
  readonly language: Language;
  readonly name: string;
  readonly duties: readonly OpenDuty[];
  readonly help: readonly HelpNeeded[];
  /** True for a head who is late: then the mail says that the head above gets a copy. */
  readonly copied: boolean;
}

/**
 * The digest of a day: what is open, how to go on, whom to ask. Kind and short; no threats, and nothing about anyone
 * but the reader: a head learns a number and where to look, after their own duty and an offer of help.
 */
export function digestMail(digest: Digest, sender: Sender, origin: string): MailContent {
  const { language, duties, help } = digest;
  return {
    language,
    subject: digestSubject(language, duties, help),
    blocks: language === 'ko' ? digestKo(digest, origin) : digestEn(digest, origin),
    closing: signature(sender, language),
  };
}

/** Told once, when the certificate is there. */
export function completedMail(
  language: Language,
  name: string,
  course: Text,
  certificateUrl: string,
  duties: readonly OpenDuty[],
  sender: Sender,
): MailContent {
  const title = course[language];
  const rest = dutiesBlock(duties, language);
  const ko: MailBlock[] = [
    paragraph(`${name} 님, 고생하셨습니다.`),
    paragraph(`‘${title}’ 과정을 마치셨습니다. 수료증은 여기에서 받을 수 있습니다.`),
    { kind: 'link', label: '내 수료증 보기', url: certificateUrl },
    paragraph(duties.length === 0 ? '지금 남아 있는 필수교육은 없습니다.' : '아직 남아 있는 필수교육입니다.'),
    ...rest,
    paragraph('배운 것 가운데 한 가지를 이번 주에 해 보시면 어떨까요? 동료와 나누어도 좋습니다.'),
  ];
  const en: MailBlock[] = [
    paragraph(`Well done, ${name}.`),
    paragraph(`You have completed the course “${title}”, and your certificate is ready.`),
    { kind: 'link', label: 'See my certificates', url: certificateUrl },
    paragraph(duties.length === 0 ? 'No required learning is open for you now.' : 'What is still open for you:'),
    ...rest,
    paragraph('Is there one thing from the course that you could try this week, or share with a colleague?'),
  ];
  return {
    language,
    subject: language === 'ko' ? `수료를 축하합니다 – ${title}` : `Completed: ${title}`,
    blocks: language === 'ko' ? ko : en,
    closing: signature(sender, language),
  };
}

/** A text for a messenger group: it names nobody and says where to begin. */
export function pasteText(unit: Text, title: Text, dueOn: LocalDate, overdue: boolean, origin: string): Text {
  return {
    ko: [
      `${unit.ko} 여러분, 안녕하세요. ‘${title.ko}’ 안내입니다.`,
      overdue
        ? `기한(${dateKo(dueOn)})이 지났지만 지금 하셔도 됩니다.`
        : `${dateKo(dueOn)}까지 하시면 되고, 나누어 들어도 괜찮습니다.`,
      `하던 곳부터 이어서 하기: ${origin}`,
      '이미 마치셨다면 고맙습니다. 시간을 내기 어렵거나 도움이 필요하면 편하게 말씀해 주세요.',
    ].join('\n'),
    en: [
      `Hello everyone at ${unit.en}, a short note on “${title.en}”.`,
      overdue
        ? `The date (${dateEn(dueOn)}) has passed, but you can still do it now.`
        : `There is time until ${dateEn(dueOn)}, and you can do it in parts.`,
      `Go on where you left off: ${origin}`,
      'Thank you if you are already done. If it is hard to find the time or you need help, just say so.',
    ].join('\n'),
  };
}

function digestSubject(language: Language, duties: readonly OpenDuty[], help: readonly HelpNeeded[]): string {
  const [first] = duties;
  if (!first)
    return language === 'ko'
      ? '부서 인권교육을 함께 챙겨 주세요'
      : 'Human rights education: your unit could use your help';
  const more = duties.length - 1;
  const title = first.title[language];
  const helpMark = help.length === 0 ? '' : language === 'ko' ? ', 부서 현황' : ', and your unit';
  if (language === 'ko') return `인권교육 안내 – ${title}${more > 0 ? ` 외 ${String(more)}건` : ''}${helpMark}`;
  return `Human rights education: ${title}${more > 0 ? ` and ${String(more)} more` : ''}${helpMark}`;
}

function digestKo({ name, duties, help, copied }: Digest, origin: string): MailBlock[] {
  return [
    paragraph(`${name} 님, 안녕하세요.`),
    ...(duties.length > 0
      ? [
          paragraph('아직 남아 있는 필수교육을 알려 드립니다.'),
          ...dutiesBlock(duties, 'ko'),
          paragraph('하던 곳부터 이어서 할 수 있습니다. 나누어 들어도 됩니다.'),
          { kind: 'link', label: '이어서 하기', url: origin } as const,
        ]
      : []),
    ...(help.length > 0
      ? [
          paragraph(
            '부서에 아직 마치지 못한 분들이 있습니다. 바쁜 때에는 함께 듣는 시간을 마련하거나 업무를 잠시 나누는 것이 가장 큰 도움이 됩니다. 어떤 도움이 필요한지 먼저 물어봐 주시고, 저희가 도울 일이 있으면 알려 주세요.',
          ),
          {
            kind: 'list',
            items: help.map((each) => `${each.unit.ko}: ‘${each.title.ko}’ 남은 분 ${String(each.people)}명`),
          } as const,
          paragraph('누구인지는 마당의 ‘이수 현황’에서 볼 수 있습니다.'),
          { kind: 'link', label: '이수 현황 보기', url: `${origin}/compliance` } as const,
        ]
      : []),
    ...(copied ? [paragraph('본인 교육의 기한이 지나, 한 단계 위 부서장께도 이 메일을 참조로 보냅니다.')] : []),
    paragraph(
      '휴직 중이거나 해당되지 않는다면 알려 주세요. 바로잡겠습니다. 안내는 하루 한 번, 교육마다 정해진 횟수만 보내고, 마치시면 더 보내지 않습니다.',
    ),
  ];
}

function digestEn({ name, duties, help, copied }: Digest, origin: string): MailBlock[] {
  return [
    paragraph(`Hello ${name},`),
    ...(duties.length > 0
      ? [
          paragraph('Here is what is still open for you.'),
          ...dutiesBlock(duties, 'en'),
          paragraph('You can go on where you left off, and do it in parts.'),
          { kind: 'link', label: 'Go on', url: origin } as const,
        ]
      : []),
    ...(help.length > 0
      ? [
          paragraph(
            'Some people in your unit have not been able to finish yet. In a busy season a shared hour, or some work taken over for a while, helps most. Please ask first what they need, and tell us where we can help.',
          ),
          {
            kind: 'list',
            items: help.map((each) => `${each.unit.en}: “${each.title.en}”, ${String(each.people)} still to finish`),
          } as const,
          paragraph('You find the names under “Progress of units” in Madang.'),
          { kind: 'link', label: 'See the progress of my unit', url: `${origin}/compliance` } as const,
        ]
      : []),
    ...(copied
      ? [paragraph('The date of your own learning has passed, so the head one level above gets a copy of this mail.')]
      : []),
    paragraph(
      'If you are on leave or this does not fit, tell us and we will put it right. We write once a day at most, a limited number of times for each duty, and never after you are done.',
    ),
  ];
}

function paragraph(text: string): MailBlock {
  return { kind: 'text', text };
}

function dutiesBlock(duties: readonly OpenDuty[], language: Language): MailBlock[] {
  return duties.map((duty) => ({
    kind: 'duty',
    title: duty.title[language],
    due: dueLine(duty, language),
    missing: duty.missing[language],
  }));
}

function dueLine({ dueOn, daysLeft }: OpenDuty, language: Language): string {
  if (language === 'ko') {
    const left =
      daysLeft < 0 ? '기한이 지났지만 지금 하셔도 됩니다' : daysLeft === 0 ? '오늘까지' : `${String(daysLeft)}일 남음`;
    return `기한: ${dateKo(dueOn)} (${left})`;
  }
  const left =
    daysLeft < 0
      ? 'it has passed, and you can still do it'
      : daysLeft === 0
        ? 'today'
        : `${String(daysLeft)} ${daysLeft === 1 ? 'day' : 'days'} left`;
  return `Due: ${dateEn(dueOn)} (${left})`;
}

export function signature(sender: Sender, language: Language): string {
  return `${sender.name[language]}\n${sender.contact[language]}`;
}

function dateKo(date: LocalDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${String(year)}년 ${String(month)}월 ${String(day)}일`;
}

// Made once: a formatter costs more than a whole mail.
const ENGLISH = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

function dateEn(date: LocalDate): string {
  return ENGLISH.format(new Date(`${date}T00:00:00Z`));
}
