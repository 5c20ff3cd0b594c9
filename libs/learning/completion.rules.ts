import type { Language, Text } from '#libs/language';
import type { LocalDate } from '#libs/time';

/** What a completion's certificate will say, whatever is renamed, moved or rewritten later. */
export interface FrozenCompletion {
  /** In which language the learner uses the product. */
  language: Language;
  name: string;
  /** The unit with all above it, root first. */
  units: Text[];
  organisation: Text;
  post: Text | null;
  issuerCode: string;
  issuer: Text;
  courseCode: string;
  course: Text;
  courseVersion: number;
  startedOn: LocalDate;
  completedOn: LocalDate;
  minutes: number;
  mode: 'in-person' | 'live-online' | 'self-paced';
  /** 시범판: the version had not been signed by every seat. */
  pilot: boolean;
  /** Legal bases of the duties towards which the completion counted. */
  basis: Text[];
}

/** `가온광역시 복지국 복지정책과`; in English the smallest first, as in an address. */
export function organisationName(units: readonly Text[]): Text {
  return { ko: units.map(({ ko }) => ko).join(' '), en: units.map(({ en }) => en).reverse().join(', ') };
}

/** Texts without those that stand before in the list. */
export function distinctTexts(texts: readonly Text[]): Text[] {
  return [...new Map(texts.map((value) => [`${value.ko}\n${value.en}`, value])).values()];
}
