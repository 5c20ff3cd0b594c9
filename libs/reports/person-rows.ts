import type { PersonRows } from '#libs/people';

/** What goes over when two persons turn out to be one. */
export const REPORT_ROWS: readonly PersonRows[] = [
  { table: 'report_export', column: 'person_id', key: 'id' },
  { table: 'report_schedule', column: 'person_id', key: 'id' },
];
