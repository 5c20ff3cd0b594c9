import type { PersonRows } from '#libs/people';

/** What goes over when two persons turn out to be one. */
export const REQUEST_ROWS: readonly PersonRows[] = [
  { table: 'duty_request', column: 'person_id', key: 'id' },
  { table: 'proof_file', column: 'person_id', key: 'id' },
];
