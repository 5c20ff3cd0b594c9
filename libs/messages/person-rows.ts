import type { PersonRows } from '#libs/people';

/** What goes over when two persons turn out to be one. A bounce does not: it is of an address. */
export const MESSAGE_ROWS: readonly PersonRows[] = [
  { table: 'message', column: 'person_id', key: 'id' },
  { table: 'message_opt_out', column: 'person_id', key: 'topic' },
];
