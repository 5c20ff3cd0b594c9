import type { Language, Text } from '#libs/language';
import type { LocalDate } from '#libs/time';

/**
 * What the completing transaction freezes for the certificate (design.md, invariant 4): a later change of a name, a unit
 * or a mandate does not reach it.
 */
export interface FrozenCompletion {
  /** The person's own at that moment: the language the certificate is printed in. */
  readonly language: Language;
  readonly name: string;
  /** The primary unit with those above it. */
  readonly organisation: Text;
  readonly post: Text | null;
  /** Prefix of the number, e.g. `GAON`. */
  readonly issuerCode: string;
  /** The title under which it is signed: `가온광역시장`. */
  readonly issuer: Text;
  readonly courseCode: string;
  readonly course: Text;
  readonly courseVersion: number;
  readonly startedOn: LocalDate;
  readonly completedOn: LocalDate;
  /** Clock minutes credited. */
  readonly minutes: number;
  readonly mode: 'in-person' | 'live-online' | 'self-paced';
  /** 시범판: not every seat had signed the version. */
  readonly pilot: boolean;
  /** Of the mandates the credit counted towards, one line each instrument and article. */
  readonly basis: readonly Text[];
}

interface BasisPart {
  readonly instrument: Text;
  readonly article: string;
  readonly fictional: boolean;
}

/** `가온광역시 인권 기본조례 제10조 (교육용 가상)`, each once, in the order of the duties. */
export function basisLines(parts: readonly BasisPart[]): Text[] {
  const lines = parts.map(({ instrument, article, fictional }) => ({
    ko: lineOf(instrument.ko, article, fictional ? '교육용 가상' : ''),
    en: lineOf(instrument.en, article, fictional ? 'fictional' : ''),
  }));
  return [...new Map(lines.map((line) => [line.ko, line])).values()];
}

/** What is fictional says so once: most such instruments carry it in their name. */
function lineOf(instrument: string, article: string, mark: string): string {
  const marked = mark === '' || instrument.includes(mark) ? '' : `(${mark})`;
  return [instrument, article, marked].filter((part) => part !== '').join(' ');
}
