import type { PersonRows } from '#libs/people';

/** What goes over when two persons turn out to be one. */
export const SESSION_ROWS: readonly PersonRows[] = [
  { table: 'attendance', column: 'person_id', key: 'session_part_id' },
];
