import type { PersonRows } from '#libs/people';

/** What goes over when two persons turn out to be one. */
export const LEARNING_ROWS: readonly PersonRows[] = [
  { table: 'enrollment', column: 'person_id', key: 'id' },
  { table: 'completion', column: 'person_id', key: 'id' },
  { table: 'item_shown', column: 'person_id', key: 'item_id' },
  { table: 'attended_course', column: 'person_id', key: 'live_session_id' },
];
