import type { LocalDate } from '#libs/time';
import type { Band, LeaveKind, Occupation } from './person-facts.entity.js';

/** A membership as a list or a form states it. */
export interface MembershipValues {
  readonly unitId: string;
  readonly occupation: Occupation;
  readonly band: Band;
  readonly position: string | null;
  readonly isHead: boolean;
  readonly isPrimary: boolean;
  readonly rollNumber: number | null;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

export interface IdentityValues {
  readonly name: string;
  readonly nameLatin: string | null;
  readonly birthDate: LocalDate | null;
  readonly email: string | null;
}

/** The canonical change set, a fact at a time, however it arrived. */
export type FactChange =
  | ({ readonly op: 'register'; readonly externalId: string | null } & IdentityValues)
  | { readonly op: 'identity'; readonly set: Partial<IdentityValues> }
  | { readonly op: 'link'; readonly externalId: string }
  | { readonly op: 'join'; readonly membership: MembershipValues }
  | { readonly op: 'end'; readonly membershipId: string; readonly to: LocalDate }
  | { readonly op: 'correct'; readonly membershipId: string; readonly set: CorrectedValues }
  | { readonly op: 'leave'; readonly kind: LeaveKind; readonly from: LocalDate; readonly to: LocalDate | null }
  /** `to: null` takes the leave back altogether. */
  | { readonly op: 'end-leave'; readonly leaveId: string; readonly to: LocalDate | null };

export type CorrectedValues = Partial<
  Pick<MembershipValues, 'unitId' | 'occupation' | 'band' | 'position' | 'isHead' | 'rollNumber'>
>;

/** All that changes about one person. `key` names it to the caller; a new person has no id yet. */
export interface PersonChange {
  readonly key: number;
  readonly personId: string | null;
  readonly facts: readonly FactChange[];
}

/** One row that was written, so that it can be taken back. */
export interface DoneFact {
  readonly key: number;
  readonly personId: string;
  readonly kind:
    'person' | 'membership-new' | 'membership-old' | 'leave-new' | 'leave-old' | 'identity' | 'external-id';
  /** The row's id; for `external-id` what the source calls the person. */
  readonly id: string;
  /** For `identity` what stood there before. */
  readonly previous: Partial<IdentityValues> | null;
}
