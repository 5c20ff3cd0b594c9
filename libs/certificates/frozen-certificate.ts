import type { Language, Text } from '#libs/language';
import type { FrozenCompletion } from '#libs/learning';
import type { LocalDate } from '#libs/time';

/**
 * What a certificate says, frozen when it got its number: name, unit and issuer as they stood at the completion. The
 * file and the verification page are both made from this alone, so that a retry, today or next year, prints the same.
 */
export interface FrozenCertificate {
  readonly language: Language;
  readonly name: string;
  readonly organisation: Text;
  readonly post: Text | null;
  readonly issuer: Text;
  readonly courseCode: string;
  readonly course: Text;
  readonly startedOn: LocalDate;
  readonly completedOn: LocalDate;
  /** Clock minutes. */
  readonly minutes: number;
  readonly mode: FrozenCompletion['mode'];
  readonly pilot: boolean;
  /** One line each: instrument and article. */
  readonly basis: readonly Text[];
}

/** @param stored `completion.frozen` as it stands in the database */
export function frozenCertificateOf(stored: string): { issuerCode: string; frozen: FrozenCertificate } {
  const completion = JSON.parse(stored) as FrozenCompletion;
  const { language, name, organisation, post, issuer, courseCode, course } = completion;
  const { startedOn, completedOn, minutes, mode, pilot, basis } = completion;
  return {
    issuerCode: completion.issuerCode,
    frozen: { language, name, organisation, post, issuer, courseCode, course, startedOn, completedOn, minutes, mode, pilot, basis },
  };
}
