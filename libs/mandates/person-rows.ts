import type { PersonRows } from '#libs/people';

/** What goes over when two persons turn out to be one. Obligations do not: those of the one that is kept are evaluated anew. */
export const MANDATE_ROWS: readonly PersonRows[] = [
  { table: 'credit', column: 'bearer_id', key: 'id' },
  { table: 'exemption', column: 'person_id', key: 'id' },
];
