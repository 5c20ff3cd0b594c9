import type { PersonRows } from '#libs/people';

/** What goes over when two persons turn out to be one; what a certificate says stays as it was issued. */
export const CERTIFICATE_ROWS: readonly PersonRows[] = [{ table: 'certificate', column: 'person_id', key: 'id' }];
