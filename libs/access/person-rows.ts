import type { PersonRows } from '#libs/people';

/** What goes over when two persons turn out to be one: how they sign in, and what they may do. */
export const ACCESS_ROWS: readonly PersonRows[] = [
  { table: 'account', column: 'person_id', key: 'id' },
  { table: 'role_grant', column: 'person_id', key: 'id' },
  { table: 'access_token', column: 'owner_id', key: 'id' },
];
