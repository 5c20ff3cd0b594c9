import type { PersonRows } from '#libs/people';

/** What goes over when two persons turn out to be one: the seats they read for, and what they have signed. */
export const COURSE_ROWS: readonly PersonRows[] = [
  { table: 'seat_holder', column: 'person_id', key: 'id' },
  { table: 'review', column: 'person_id', key: 'id' },
];
