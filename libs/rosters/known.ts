import type { Band, LeaveKind, Occupation } from '#libs/people';
import type { LocalDate } from '#libs/time';

/** A person as the system knows them at the moment of the check. */
export interface KnownPerson {
  readonly personId: string;
  readonly name: string;
  readonly nameLatin: string | null;
  readonly birthDate: LocalDate | null;
  readonly email: string | null;
  /** What this source calls them; null where it has not named them yet. */
  readonly externalId: string | null;
  readonly stays: readonly KnownStay[];
  readonly leaves: readonly KnownLeave[];
}

/** A membership that is believed now. */
export interface KnownStay {
  readonly membershipId: string;
  readonly unitId: string;
  /** Lies below the unit that the list is of. */
  readonly inScope: boolean;
  /** Where the unit is a class. */
  readonly classOf: { readonly grade: number; readonly className: string } | null;
  readonly occupation: Occupation;
  readonly band: Band;
  readonly position: string | null;
  readonly isHead: boolean;
  readonly isPrimary: boolean;
  readonly rollNumber: number | null;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

export interface KnownLeave {
  readonly leaveId: string;
  readonly kind: LeaveKind;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

/** True while the stay is running on a day or begins later. */
export function isOpen(stay: { readonly to: LocalDate | null }, on: LocalDate): boolean {
  return stay.to === null || stay.to >= on;
}
