import type { Language, Text } from '#libs/language';
import type { LocalDate } from '#libs/time';
import type { CertificateKind, CertificateMode } from './frozen-certificate.js';

export const MODE_WORDS: Record<CertificateMode, Text> = {
  'in-person': { ko: '대면 교육', en: 'in person' },
  'live-online': { ko: '실시간 온라인 교육', en: 'live online' },
  'self-paced': { ko: '온라인 자율학습', en: 'self-paced online' },
};

/** What each kind of paper is called, and what it attests. */
export const KIND_WORDS = {
  completion: {
    title: { ko: '수료증', en: 'Certificate of Completion' },
    attestation: {
      ko: '위 사람은 위 교육과정을 성실히 마쳤기에 이 증서를 드립니다.',
      en: 'This is to certify that the person named above has completed the course stated above.',
    },
  },
  obligation: {
    title: { ko: '이수증', en: 'Certificate of Fulfilment' },
    attestation: {
      ko: '위 사람은 위 필수교육을 모두 이수하였음을 증명합니다.',
      en: 'This is to certify that the person named above has fulfilled the required education stated above.',
    },
  },
  provision: {
    title: { ko: '교육 실시 확인서', en: 'Confirmation of Education Provided' },
    attestation: {
      ko: '위와 같이 인권교육을 실시하였음을 확인합니다.',
      en: 'This is to confirm that human rights education was provided as stated above.',
    },
  },
  history: {
    title: { ko: '교육 이수 이력 확인서', en: 'Record of Education Completed' },
    attestation: {
      ko: '위 사람의 교육 이수 이력이 위와 같음을 확인합니다.',
      en: 'This is to confirm the education completed by the person named above.',
    },
  },
} satisfies Record<CertificateKind, { title: Text; attestation: Text }>;

/** Every other fixed word on the sheet. */
export const WORDS = {
  name: { ko: '성명', en: 'Name' },
  organisation: { ko: '소속', en: 'Organisation' },
  provider: { ko: '실시 기관', en: 'Provided by' },
  post: { ko: '직위', en: 'Post' },
  course: { ko: '과정명', en: 'Course' },
  duty: { ko: '필수교육', en: 'Duty' },
  period: { ko: '교육기간', en: 'Period' },
  span: { ko: '확인 기간', en: 'Period covered' },
  fulfilledOn: { ko: '이수일', en: 'Fulfilled on' },
  providedOn: { ko: '실시 완료일', en: 'Completed on' },
  hours: { ko: '이수시간', en: 'Hours' },
  total: { ko: '합계', en: 'Total' },
  basis: { ko: '관련 근거', en: 'Legal basis' },
  entry: { ko: '교육', en: 'Education' },
  entryOn: { ko: '날짜', en: 'Date' },
  entryMode: { ko: '방식', en: 'Mode' },
  entryTime: { ko: '시간', en: 'Time' },
  reached: { ko: '참여(명)', en: 'Took part' },
  continued: { ko: '이어짐', en: 'continued' },
  signature: { ko: '전자서명:', en: 'Signed by' },
  seal: { ko: '견본', en: 'SPECIMEN' },
  sealAlt: {
    ko: '직인이 들어갈 자리입니다. 견본이며 실제 직인이 아닙니다.',
    en: 'Place of the official seal: a specimen, not a real seal.',
  },
  pilot: { ko: '시범판', en: 'Pilot' },
  pilotNotice: {
    ko: '시범판: 외부 검토를 마치기 전의 교육과정을 수료하였음을 나타냅니다.',
    en: 'Pilot: the course was completed in a version that has not yet passed outside review.',
  },
  reissued: { ko: '재발급', en: 'Reissued' },
  verify: {
    ko: '이 증서의 진위는 아래 주소나 QR 코드로 확인할 수 있습니다.',
    en: 'Check this certificate at the address below or with the QR code.',
  },
  verifyCode: { ko: '확인 번호', en: 'Verification code' },
  qrAlt: { ko: '증서 확인 페이지로 가는 QR 코드', en: 'QR code of the page that verifies this certificate' },
} satisfies Record<string, Text>;

/** `제 GAON-2026-000001 호` / `No. GAON-2026-000001`, with the mark of a reissue from the second revision on. */
export function numberLine(number: string, revision: number, language: Language): string {
  const line = language === 'ko' ? `제 ${number} 호` : `No. ${number}`;
  return revision > 1 ? `${line} (${WORDS.reissued[language]} ${String(revision - 1)})` : line;
}

/** `2026년 11월 24일` / `24 November 2026`. */
export function dateWords(date: LocalDate, language: Language): string {
  const [year = '', month = '', day = ''] = date.split('-').map((part) => String(Number(part)));
  return language === 'ko' ? `${year}년 ${month}월 ${day}일` : `${day} ${MONTHS[Number(month) - 1] ?? ''} ${year}`;
}

export function periodWords(from: LocalDate, to: LocalDate, language: Language): string {
  return from === to ? dateWords(to, language) : `${dateWords(from, language)} – ${dateWords(to, language)}`;
}

/** Clock hours, never the mandate's training hours: `1시간 30분 (온라인 자율학습)`. */
export function hoursWords(minutes: number, mode: CertificateMode, language: Language): string {
  return `${durationWords(minutes, language)} (${MODE_WORDS[mode][language]})`;
}

export function durationWords(minutes: number, language: Language): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts =
    language === 'ko'
      ? [hours > 0 ? `${String(hours)}시간` : '', rest > 0 || hours === 0 ? `${String(rest)}분` : '']
      : [
          hours > 0 ? `${String(hours)} ${hours === 1 ? 'hour' : 'hours'}` : '',
          rest > 0 || hours === 0 ? `${String(rest)} ${rest === 1 ? 'minute' : 'minutes'}` : '',
        ];
  return parts.filter((part) => part !== '').join(' ');
}

/** `2026` → `2026년`, `2026-2` → `2026학년도 2학기`; any other key as it stands. */
export function cycleWords(key: string, language: Language): string {
  const [year = '', part] = key.split('-');
  if (!/^\d{4}(-[1-4])?$/.test(key)) return key;
  if (part === undefined) return language === 'ko' ? `${year}년` : year;
  return language === 'ko' ? `${year}학년도 ${part}학기` : `semester ${part} of ${year}`;
}

/** For the narrow columns of a table: `2026. 3. 2.` / `2 Mar 2026`. */
export function shortDateWords(date: LocalDate, language: Language): string {
  const [year = '', month = '', day = ''] = date.split('-').map((part) => String(Number(part)));
  return language === 'ko'
    ? `${year}. ${month}. ${day}.`
    : `${day} ${(MONTHS[Number(month) - 1] ?? '').slice(0, 3)} ${year}`;
}

/** `1시간 30분` / `1 h 30 min`. */
export function shortDurationWords(minutes: number, language: Language): string {
  if (language === 'ko') return durationWords(minutes, 'ko');
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 ? `${String(hours)} h` : '', rest > 0 || hours === 0 ? `${String(rest)} min` : '']
    .filter((part) => part !== '')
    .join(' ');
}

export function andMore(count: number, language: Language): string {
  return language === 'ko' ? `외 ${String(count)}건` : `and ${String(count)} more`;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
