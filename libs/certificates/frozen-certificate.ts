import type { FrozenCompletion } from '#libs/learning';

/**
 * What a certificate says, frozen when it got its number: name, unit and issuer as they stood at the completion. The
 * file and the verification page are both made from this alone, so that a retry, today or next year, prints the same.
 */
export type FrozenCertificate = Pick<
  FrozenCompletion,
  | 'language'
  | 'name'
  | 'organisation'
  | 'post'
  | 'issuer'
  | 'courseCode'
  | 'course'
  | 'startedOn'
  | 'completedOn'
  | 'minutes'
  | 'mode'
  | 'pilot'
  | 'basis'
>;

/** @param stored `completion.frozen` as it stands in the database */
export function frozenCertificateOf(stored: string): { issuerCode: string; frozen: FrozenCertificate } {
  const completion = JSON.parse(stored) as FrozenCompletion;
  const { language, name, organisation, post, issuer, courseCode, course } = completion;
  const { startedOn, completedOn, minutes, mode, pilot, basis } = completion;
  return {
    issuerCode: completion.issuerCode,
    frozen: {
      language,
      name,
      organisation,
      post,
      issuer,
      courseCode,
      course,
      startedOn,
      completedOn,
      minutes,
      mode,
      pilot,
      basis,
    },
  };
}
