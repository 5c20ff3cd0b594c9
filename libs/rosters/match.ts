import type { Problem } from './problems.js';
import type { KnownPerson } from './known.js';

/** Who a row is. Only `certain` is taken without a person having looked. */
export type Match =
  | { readonly kind: 'certain'; readonly person: KnownPerson; readonly because: Because }
  /** Strong, and still for a person to confirm, all of the same kind at once. */
  | { readonly kind: 'proposed'; readonly person: KnownPerson; readonly because: Because }
  | { readonly kind: 'ask'; readonly candidates: readonly KnownPerson[]; readonly because: Because }
  | { readonly kind: 'new' }
  | { readonly kind: 'bad'; readonly problems: readonly Problem[] };

export type Because =
  | 'external-id'
  | 'class-number-name'
  | 'class-name'
  | 'name-moved-class'
  | 'name-next-grade'
  | 'number-other-name'
  | 'several-of-the-name'
  | 'same-grade-again'
  | 'unit-name'
  | 'id-other-name'
  | 'name-and-birth-date'
  | 'name-and-email';
