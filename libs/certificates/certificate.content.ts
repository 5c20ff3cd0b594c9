import type { Language, Text } from '#libs/language';
import type { LocalDate } from '#libs/time';
import {
  cycleWords,
  dateWords,
  durationWords,
  hoursWords,
  MODE_WORDS,
  periodWords,
  shortDateWords,
  shortDurationWords,
  WORDS,
} from './certificate.words.js';
import {
  type CertificateEntry,
  type CertificateKind,
  type FrozenCertificate,
  minutesOf,
} from './frozen-certificate.js';

/** Everything printed. Nothing else reaches the sheet: the same content gives the same bytes. */
export interface CertificateContent {
  readonly kind: CertificateKind;
  readonly language: Language;
  readonly number: string;
  /** 1 for the first issue. */
  readonly revision: number;
  readonly rows: readonly ContentRow[];
  /** One line each: instrument and article. */
  readonly basis: readonly Text[];
  readonly table: ContentTable | null;
  readonly issuedOn: LocalDate;
  /** Stands as the file's creation date. */
  readonly issuedAt: Date;
  /** Who signs: `가온광역시장`. */
  readonly issuer: Text;
  readonly pilot: boolean;
  readonly verifyUrl: string;
  readonly verifyCode: string;
}

export interface ContentRow {
  readonly label: Text;
  readonly value: string;
  readonly weight: 'name' | 'title' | 'plain';
}

export interface ContentTable {
  readonly columns: readonly { readonly label: string; readonly width: number | 'rest' }[];
  readonly rows: readonly (readonly string[])[];
}

/** Where and when a paper stands: what is not frozen with it. */
export interface Numbering {
  readonly number: string;
  readonly revision: number;
  readonly issuedOn: LocalDate;
  readonly issuedAt: Date;
  readonly verifyUrl: string;
  readonly verifyCode: string;
}

export function contentOf(frozen: FrozenCertificate, numbering: Numbering): CertificateContent {
  const { kind, language, basis, issuer, pilot } = frozen;
  const table = kind === 'completion' ? null : tableOf(frozen.entries, kind === 'provision', language);
  return { ...numbering, kind, language, basis, issuer, pilot, rows: rowsOf(frozen), table };
}

function rowsOf(frozen: FrozenCertificate): readonly ContentRow[] {
  const { language } = frozen;
  const row = (label: Text, value: string, weight: ContentRow['weight'] = 'plain'): ContentRow => ({
    label,
    value,
    weight,
  });
  const holder =
    frozen.kind === 'provision'
      ? [row(WORDS.provider, frozen.organisation[language], 'title')]
      : [
          row(WORDS.name, frozen.name, 'name'),
          row(WORDS.organisation, frozen.organisation[language]),
          row(WORDS.post, frozen.post?.[language] ?? ''),
        ];
  const total = row(WORDS.total, durationWords(minutesOf(frozen), language));
  switch (frozen.kind) {
    case 'completion':
      return [
        ...holder,
        row(WORDS.course, frozen.course[language], 'title'),
        row(WORDS.period, periodWords(frozen.startedOn, frozen.completedOn, language)),
        row(WORDS.hours, hoursWords(frozen.minutes, frozen.mode, language)),
      ];
    case 'obligation':
    case 'provision':
      return [
        ...holder,
        row(WORDS.duty, `${frozen.mandate[language]} (${cycleWords(frozen.cycle, language)})`, 'title'),
        row(
          frozen.kind === 'provision' ? WORDS.providedOn : WORDS.fulfilledOn,
          dateWords(frozen.fulfilledOn, language),
        ),
        total,
      ];
    case 'history':
      return [...holder, row(WORDS.span, periodWords(frozen.from, frozen.to, language)), total];
  }
}

function tableOf(entries: readonly CertificateEntry[], provided: boolean, language: Language): ContentTable {
  const word = (label: Text): string => label[language];
  return {
    columns: [
      { label: word(WORDS.entry), width: 'rest' },
      { label: word(WORDS.entryOn), width: 74 },
      { label: word(WORDS.entryMode), width: 84 },
      { label: word(WORDS.entryTime), width: 66 },
      ...(provided ? [{ label: word(WORDS.reached), width: 58 }] : []),
    ],
    rows: entries.map(({ title, on, mode, minutes, reached, roster }) => [
      title[language],
      shortDateWords(on, language),
      word(MODE_WORDS[mode]),
      shortDurationWords(minutes, language),
      ...(provided ? [reached === undefined ? '–' : `${String(reached)} / ${String(roster ?? reached)}`] : []),
    ]),
  };
}
