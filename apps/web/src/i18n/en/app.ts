export const app = {
  name: 'Madang',
  tagline: 'Human rights learning',
  city: 'Gaon Metropolitan City (fictional, for training)',
  skip: 'Skip to main content',
  menu: 'Menu',
  closeMenu: 'Close menu',
  mainNav: 'Main',
  account: 'My account',
  signOut: 'Sign out',
  signIn: 'Sign in',
  language: 'Language',
  otherLanguage: '한국어',
  loading: 'Loading',
  more: 'Show more',
  moreLoading: 'Loading more',
  shown: 'Showing {{shown}} of {{total}}.',
  retry: 'Try again',
  back: 'Back',
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  saved: 'Saved.',
  copy: 'Copy',
  copied: 'Copied.',
  copyFailed: 'Copying did not work. Please select the text and copy it yourself.',
  print: 'Print',
  pilot: 'Pilot',
  pilotWhy:
    'This version has not yet been through outside review. You can learn and finish it as usual; the certificate will say that it was a pilot.',
  fictional: 'Fictional, for training',
  unverified: 'Being checked',
  newTab: 'opens in a new tab',
  required: 'Required',
  optional: 'Optional',
  yes: 'Yes',
  no: 'No',
  none: 'None',
  footerVerify: 'Check a certificate',
  footerNote: 'Madang is where the city learns about human rights, proves it, and thinks it over together.',
};

export const nav = {
  duties: 'My required training',
  learn: 'My learning',
  courses: 'Courses',
  certificates: 'My certificates',
  compliance: 'Progress of units',
  studio: 'Trainer’s room',
  review: 'Review',
  sessions: 'Sessions',
  school: 'School',
  imports: 'Lists',
  requests: 'Requests',
  seats: 'Review seats',
  messages: 'Messages',
  settings: 'Settings',
};

export const fault = {
  title: 'This page could not be loaded',
  unreachable: 'The server could not be reached. Please check your internet connection and try again.',
  offline: 'You are offline. What you learn is kept on this device and sent when the connection returns.',
  offlineTitle: 'You are offline',
  offlineBody: 'This page will continue by itself when the connection returns.',
  unknown: 'Something unexpected went wrong. Please try again.',
  requestId: 'If you ask for help, mention this number: {{id}}',
  notFound: 'We could not find that page',
  notFoundBody: 'The address may have changed, or this account may not open it.',
  home: 'Go to the start page',
  newVersion: 'There is a new version. Please reload the page.',
  reload: 'Reload',
};

export const word = {
  minutes: '{{count}} min',
  hours: '{{count}} h',
  hoursMinutes: '{{hours}} h {{minutes}} min',
  times: '{{count}}×',
  people_one: '{{count}} person',
  people_other: '{{count}} people',
  lessons_one: '{{count}} lesson',
  lessons_other: '{{count}} lessons',
  daysLeft_one: '{{count}} day left',
  daysLeft_other: '{{count}} days left',
  dueToday: 'Due today',
  daysOver_one: '{{count}} day overdue',
  daysOver_other: '{{count}} days overdue',
};

export const mode = {
  'in-person': 'In person',
  'live-online': 'Live online',
  'self-paced': 'Online, at your own pace',
};

export const method = {
  lecture: 'Lecture',
  participatory: 'Participatory',
};

export const track = {
  officials: 'Public officials',
  'social-service': 'Social-service staff',
  teachers: 'Teachers',
  students: 'Students',
};

export const lessonKind = {
  reading: 'Reading',
  video: 'Video',
  scenario: 'Scenario',
  quiz: 'Quiz',
  reflection: 'Reflection',
  package: 'Package',
  live: 'Live session',
};

export const lessonState = {
  'not-started': 'Not started',
  'in-progress': 'In progress',
  done: 'Done',
};

export const topic = {
  'non-discrimination': 'Equality and non-discrimination',
  participation: 'Participation',
  dignity: 'Dignity',
  privacy: 'Privacy and personal data',
  'labour-rights': 'Labour rights',
  'sports-rights': 'Rights in sport',
  gender: 'Gender equality',
  remedy: 'Remedy',
  care: 'Care',
  autonomy: 'Autonomy',
  'abuse-prevention': 'Preventing abuse',
  children: 'Children and young people',
  digital: 'Digital rights',
  migration: 'Migration',
  climate: 'Climate and environment',
  history: 'History and memory',
};

export const band = {
  head: 'Head of unit',
  executive: 'Executive',
  manager: 'Manager',
  staff: 'Staff',
};
