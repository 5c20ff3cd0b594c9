import type { Language, Text } from '#libs/language';
import type { FrozenCompletion } from '#libs/learning';
import type { LocalDate } from '#libs/time';

/** How it was taken; printed beside the hours. */
export type CertificateMode = 'in-person' | 'live-online' | 'self-paced';

/**
 * What a certificate says, frozen when its transaction promised or numbered it. The file and the verification page are
 * both made from this alone, so that a retry, today or next year, prints the same.
 */
export type FrozenCertificate = FrozenCourse | FrozenDuty | FrozenProvision | FrozenHistory;
export type CertificateKind = FrozenCertificate['kind'];

interface Frozen {
  readonly language: Language;
  /** The title under which it is signed: `가온광역시장`. */
  readonly issuer: Text;
  readonly basis: readonly Text[];
  /** 시범판: rests on a course version that not every seat had signed. */
  readonly pilot: boolean;
}

interface Holder {
  readonly name: string;
  readonly organisation: Text;
  readonly post: Text | null;
}

/** 수료증: one course, as it was completed. */
export interface FrozenCourse extends Frozen, Holder {
  readonly kind: 'completion';
  readonly courseCode: string;
  readonly course: Text;
  readonly startedOn: LocalDate;
  readonly completedOn: LocalDate;
  readonly minutes: number;
  readonly mode: CertificateMode;
}

interface Duty {
  readonly mandateCode: string;
  readonly mandate: Text;
  readonly cycle: string;
  readonly fulfilledOn: LocalDate;
  /** What counted, the earliest first. */
  readonly entries: readonly CertificateEntry[];
}

/** 이수증: a person's duty of one cycle, with all that counted towards it. */
export interface FrozenDuty extends Frozen, Holder, Duty {
  readonly kind: 'obligation';
}

/** 교육 실시 확인서: what a class or a facility was given, without anybody's name. */
export interface FrozenProvision extends Frozen, Duty {
  readonly kind: 'provision';
  readonly organisation: Text;
}

/** 교육 이수 이력: what a person completed between two days. */
export interface FrozenHistory extends Frozen, Holder {
  readonly kind: 'history';
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly entries: readonly CertificateEntry[];
}

export interface CertificateEntry {
  readonly title: Text;
  readonly on: LocalDate;
  readonly minutes: number;
  readonly mode: CertificateMode;
  /** Where a unit was taught: how many were there, of how many. */
  readonly reached?: number | undefined;
  readonly roster?: number | undefined;
}

/** @param stored `completion.frozen` as it stands in the database */
export function frozenCourseOf(stored: string): { issuerCode: string; frozen: FrozenCourse } {
  const { issuerCode, ...completion } = JSON.parse(stored) as FrozenCompletion;
  const { language, name, organisation, post, issuer, courseCode, course } = completion;
  const { startedOn, completedOn, minutes, mode, pilot, basis } = completion;
  const printed = { language, name, organisation, post, issuer, courseCode, course };
  return {
    issuerCode,
    frozen: { kind: 'completion', ...printed, startedOn, completedOn, minutes, mode, pilot, basis },
  };
}

/** Clock minutes of all that the paper attests. */
export function minutesOf(frozen: FrozenCertificate): number {
  return frozen.kind === 'completion' ? frozen.minutes : frozen.entries.reduce((sum, { minutes }) => sum + minutes, 0);
}

/** What the paper is about: a course, a duty, or the title of a record. */
export function subjectOf(frozen: FrozenCertificate): Text | null {
  if (frozen.kind === 'completion') return frozen.course;
  return frozen.kind === 'history' ? null : frozen.mandate;
}

/** The day on which what it attests was done. */
export function doneOn(frozen: FrozenCertificate): LocalDate {
  if (frozen.kind === 'completion') return frozen.completedOn;
  return frozen.kind === 'history' ? frozen.to : frozen.fulfilledOn;
}
