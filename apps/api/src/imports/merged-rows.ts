import { ACCESS_ROWS } from '#libs/access';
import { CERTIFICATE_ROWS } from '#libs/certificates';
import { COURSE_ROWS } from '#libs/courses';
import { LEARNING_ROWS } from '#libs/learning';
import { MANDATE_ROWS } from '#libs/mandates';
import { MESSAGE_ROWS } from '#libs/messages';
import { PEOPLE_ROWS, type PersonRows } from '#libs/people';
import { REPORT_ROWS } from '#libs/reports';
import { REQUEST_ROWS } from '#libs/requests';
import { SESSION_ROWS } from '#libs/sessions';

/** All that goes over to the one who is kept, when two persons turn out to be one; each part names its own. */
export const MERGED_ROWS: readonly PersonRows[] = [
  ...PEOPLE_ROWS,
  ...ACCESS_ROWS,
  ...COURSE_ROWS,
  ...MANDATE_ROWS,
  ...REQUEST_ROWS,
  ...LEARNING_ROWS,
  ...SESSION_ROWS,
  ...CERTIFICATE_ROWS,
  ...MESSAGE_ROWS,
  ...REPORT_ROWS,
];
