import type { Language, Text } from '#libs/language';
import type { LocalDate } from '#libs/time';

/** How the course was taken; printed beside the hours. */
export type CertificateMode = 'in-person' | 'live-online' | 'self-paced';

export const MODE_WORDS: Record<CertificateMode, Text> = {
  'in-person': { ko: '대면 교육', en: 'in person' },
  'live-online': { ko: '실시간 온라인 교육', en: 'live online' },
  'self-paced': { ko: '온라인 자율학습', en: 'self-paced online' },
};

/** Every fixed word on the sheet. */
export const WORDS = {
  title: { ko: '수료증', en: 'Certificate of Completion' },
  subtitle: { ko: 'Certificate of Completion', en: '수료증' },
  name: { ko: '성명', en: 'Name' },
  organisation: { ko: '소속', en: 'Organisation' },
  post: { ko: '직위', en: 'Post' },
  course: { ko: '과정명', en: 'Course' },
  period: { ko: '교육기간', en: 'Period' },
  hours: { ko: '이수시간', en: 'Hours' },
  basis: { ko: '관련 근거', en: 'Legal basis' },
  attestation: {
    ko: '위 사람은 위 교육과정을 성실히 마쳤기에 이 증서를 드립니다.',
    en: 'This is to certify that the person named above has completed the course stated above.',
  },
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
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts =
    language === 'ko'
      ? [hours > 0 ? `${String(hours)}시간` : '', rest > 0 || hours === 0 ? `${String(rest)}분` : '']
      : [
          hours > 0 ? `${String(hours)} ${hours === 1 ? 'hour' : 'hours'}` : '',
          rest > 0 || hours === 0 ? `${String(rest)} ${rest === 1 ? 'minute' : 'minutes'}` : '',
        ];
  return `${parts.filter((part) => part !== '').join(' ')} (${MODE_WORDS[mode][language]})`;
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
