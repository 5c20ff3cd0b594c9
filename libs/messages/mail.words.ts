import type { Language, Text } from '#libs/language';
import type { LocalDate } from '#libs/time';

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

export interface MailText {
  readonly subject: string;
  readonly body: string;
}

/**
 * The digest of a day: what is open, how to go on, whom to ask. Kind and short; no threats, and nothing about anyone
 * but the reader: a head learns a number and where to look.
 */
export function digestMail(
  language: Language,
  name: string,
  duties: readonly OpenDuty[],
  help: readonly HelpNeeded[],
  sender: Sender,
  origin: string,
): MailText {
  const parts =
    language === 'ko' ? digestKo(name, duties, help, sender, origin) : digestEn(name, duties, help, sender, origin);
  return {
    subject: digestSubject(language, duties, help),
    body: parts.filter((part) => part !== '').join('\n\n') + '\n',
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
): MailText {
  const title = course[language];
  const rest = duties.map((duty) => dutyLine(duty, language)).join('\n\n');
  const parts =
    language === 'ko'
      ? [
          `${name} 님, 고생하셨습니다.`,
          `‘${title}’ 과정을 마치셨습니다. 수료증은 여기에서 받을 수 있습니다.\n${certificateUrl}`,
          rest === '' ? '지금 남아 있는 필수교육은 없습니다.' : `아직 남아 있는 필수교육입니다.\n\n${rest}`,
          `배운 것 가운데 한 가지를 이번 주에 해 보시면 어떨까요? 동료와 나누어도 좋습니다.`,
          signature(sender, language),
        ]
      : [
          `Well done, ${name}.`,
          `You have completed the course “${title}”, and your certificate is ready.\n${certificateUrl}`,
          rest === '' ? 'No required learning is open for you now.' : `What is still open for you:\n\n${rest}`,
          'Is there one thing from the course that you could try this week, or share with a colleague?',
          signature(sender, language),
        ];
  const subject = language === 'ko' ? `수료를 축하합니다 – ${title}` : `Completed: ${title}`;
  return { subject, body: `${parts.join('\n\n')}\n` };
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

function digestKo(
  name: string,
  duties: readonly OpenDuty[],
  help: readonly HelpNeeded[],
  sender: Sender,
  origin: string,
): string[] {
  return [
    `${name} 님, 안녕하세요.`,
    duties.length > 0
      ? `아직 남아 있는 필수교육을 알려 드립니다.\n\n${duties.map((duty) => dutyLine(duty, 'ko')).join('\n\n')}`
      : '',
    duties.length > 0 ? `아래 주소에서 하던 곳부터 이어서 할 수 있습니다. 나누어 들어도 됩니다.\n${origin}` : '',
    help.length > 0
      ? `함께 챙겨 주세요.\n${help.map((each) => `• ${each.unit.ko}: ‘${each.title.ko}’ 남은 분 ${String(each.people)}명`).join('\n')}\n바쁜 시기라면 같이 듣는 시간을 잡거나 일을 잠시 나누어 주시면 큰 도움이 됩니다. 이름은 마당의 ‘이수 현황’에서 볼 수 있습니다.\n${origin}/compliance`
      : '',
    '휴직 중이거나 안내가 맞지 않으면 알려 주세요. 확인해서 바로잡겠습니다. 하루에 한 번, 한 교육마다 정해진 횟수까지만 보내고, 마치신 뒤에는 보내지 않습니다.',
    signature(sender, 'ko'),
  ];
}

function digestEn(
  name: string,
  duties: readonly OpenDuty[],
  help: readonly HelpNeeded[],
  sender: Sender,
  origin: string,
): string[] {
  return [
    `Hello ${name},`,
    duties.length > 0
      ? `Here is what is still open for you.\n\n${duties.map((duty) => dutyLine(duty, 'en')).join('\n\n')}`
      : '',
    duties.length > 0 ? `You can go on where you left off, and do it in parts.\n${origin}` : '',
    help.length > 0
      ? `Your help would be welcome.\n${help.map((each) => `• ${each.unit.en}: “${each.title.en}”, ${String(each.people)} still to finish`).join('\n')}\nIn a busy season a shared hour, or some work taken over for a while, helps most. You find the names under “Compliance” in Madang.\n${origin}/compliance`
      : '',
    'If you are on leave or this does not fit, tell us and we will put it right. We write once a day at most, a limited number of times for each duty, and never after you are done.',
    signature(sender, 'en'),
  ];
}

function dutyLine(duty: OpenDuty, language: Language): string {
  const { daysLeft } = duty;
  if (language === 'ko') {
    const left =
      daysLeft < 0 ? '기한이 지났지만 지금 하셔도 됩니다' : daysLeft === 0 ? '오늘까지' : `${String(daysLeft)}일 남음`;
    return [`• ${duty.title.ko}`, `  기한: ${dateKo(duty.dueOn)} (${left})`, `  ${duty.missing.ko}`]
      .join('\n')
      .trimEnd();
  }
  const left =
    daysLeft < 0
      ? 'it has passed, and you can still do it'
      : daysLeft === 0
        ? 'today'
        : `${String(daysLeft)} ${daysLeft === 1 ? 'day' : 'days'} left`;
  return [`• ${duty.title.en}`, `  Due: ${dateEn(duty.dueOn)} (${left})`, `  ${duty.missing.en}`].join('\n').trimEnd();
}

function signature(sender: Sender, language: Language): string {
  return `${sender.name[language]}\n${sender.contact[language]}`;
}

function dateKo(date: LocalDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${String(year)}년 ${String(month)}월 ${String(day)}일`;
}

function dateEn(date: LocalDate): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
}
