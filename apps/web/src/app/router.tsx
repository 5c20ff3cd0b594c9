import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';

import { NotFound } from '../parts/NotFound';
import { navigation } from '../parts/Page';
import { setLanguage } from '../i18n';
import { Boundary } from './Boundary';
import { Layout } from './Layout';
import { Loading } from './Loading';
import { findMe, isPupil } from './session';

interface Context {
  client: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Layout,
  notFoundComponent: NotFound,
  errorComponent: Boundary,
});

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const signIn = createRoute({
  getParentRoute: () => root,
  path: 'sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string | undefined; ended?: boolean | undefined } => ({
    // Only a path of our own: anything else could lead a person away after signing in.
    next: /^\/(?![/\\])/.test(text(search['next']) ?? '') ? text(search['next']) : undefined,
    ended: search['ended'] === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('../rooms/sign-in/SignIn'), 'SignIn'),
});
const verifyStart = createRoute({
  getParentRoute: () => root,
  path: 'verify',
  component: lazyRouteComponent(() => import('../rooms/verify/VerifyStart'), 'VerifyStart'),
});
const verify = createRoute({
  getParentRoute: () => root,
  path: 'verify/$code',
  component: lazyRouteComponent(() => import('../rooms/verify/Verify'), 'Verify'),
});

const optOut = createRoute({
  getParentRoute: () => root,
  path: 'messages/$id/opt-out',
  validateSearch: (search: Record<string, unknown>): { key?: string | undefined } => ({ key: text(search['key']) }),
  component: lazyRouteComponent(() => import('../rooms/messages/OptOut'), 'OptOut'),
});

/** Everything behind the sign-in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'in',
  beforeLoad: async ({ context, location }) => {
    const me = await findMe(context.client);
    if (!me) {
      throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } });
    }
    await setLanguage(me.person.language === 'en' ? 'en' : 'ko');
    if (me.mustChangePassword && location.pathname !== '/settings') throw redirect({ to: '/settings' });
  },
});
const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: async ({ context }) => {
    const me = await findMe(context.client);
    throw redirect({ to: me && isPupil(me) ? '/learn' : '/duties', replace: true });
  },
});
const learning = createRoute({
  getParentRoute: () => inside,
  path: 'learn',
  component: lazyRouteComponent(() => import('../rooms/learn/MyLearning'), 'MyLearning'),
});
const whatStays = createRoute({
  getParentRoute: () => inside,
  path: 'what-stays',
  component: lazyRouteComponent(() => import('../rooms/learn/WhatStays'), 'WhatStays'),
});
const duties = createRoute({
  getParentRoute: () => inside,
  path: 'duties',
  beforeLoad: async ({ context }) => {
    const me = await findMe(context.client);
    if (me && isPupil(me)) throw redirect({ to: '/learn', replace: true });
  },
  component: lazyRouteComponent(() => import('../rooms/duties/Duties'), 'Duties'),
});
const courses = createRoute({
  getParentRoute: () => inside,
  path: 'courses',
  validateSearch: (search: Record<string, unknown>): { track?: string | undefined; q?: string | undefined } => ({
    track: text(search['track']),
    q: text(search['q']),
  }),
  component: lazyRouteComponent(() => import('../rooms/courses/Courses'), 'Courses'),
});
const course = createRoute({
  getParentRoute: () => inside,
  path: 'courses/$code',
  component: lazyRouteComponent(() => import('../rooms/courses/CoursePage'), 'CoursePage'),
});
const learn = createRoute({
  getParentRoute: () => inside,
  path: 'learn/$enrollmentId',
  component: lazyRouteComponent(() => import('../rooms/player/Resume'), 'Resume'),
});
const lesson = createRoute({
  getParentRoute: () => inside,
  path: 'learn/$enrollmentId/$lessonId',
  component: lazyRouteComponent(() => import('../rooms/player/Player'), 'Player'),
});
const finished = createRoute({
  getParentRoute: () => inside,
  path: 'learn/$enrollmentId/finished',
  component: lazyRouteComponent(() => import('../rooms/player/Finished'), 'Finished'),
});
const testOut = createRoute({
  getParentRoute: () => inside,
  path: 'learn/$enrollmentId/test-out',
  component: lazyRouteComponent(() => import('../rooms/player/TestOut'), 'TestOut'),
});
const argue = createRoute({
  getParentRoute: () => inside,
  path: 'learn/$enrollmentId/argue',
  component: lazyRouteComponent(() => import('../rooms/player/Argue'), 'Argue'),
});
const sessions = createRoute({
  getParentRoute: () => inside,
  path: 'sessions',
  component: lazyRouteComponent(() => import('../rooms/sessions/Sessions'), 'Sessions'),
});
const newSession = createRoute({
  getParentRoute: () => inside,
  path: 'sessions/new',
  component: lazyRouteComponent(() => import('../rooms/sessions/NewSession'), 'NewSession'),
});
const rollCall = createRoute({
  getParentRoute: () => inside,
  path: 'sessions/$sessionId',
  component: lazyRouteComponent(() => import('../rooms/sessions/RollCall'), 'RollCall'),
});
const certificates = createRoute({
  getParentRoute: () => inside,
  path: 'certificates',
  component: lazyRouteComponent(() => import('../rooms/certificates/Certificates'), 'Certificates'),
});
const compliance = createRoute({
  getParentRoute: () => inside,
  path: 'compliance',
  validateSearch: (
    search: Record<string, unknown>,
  ): {
    unit?: string | undefined;
    mandate?: string | undefined;
    cycle?: string | undefined;
    state?: string | undefined;
    asOf?: string | undefined;
  } => ({
    unit: text(search['unit']),
    mandate: text(search['mandate']),
    cycle: text(search['cycle']),
    state: text(search['state']),
    asOf: text(search['asOf']),
  }),
  component: lazyRouteComponent(() => import('../rooms/compliance/Compliance'), 'Compliance'),
});
const studio = createRoute({
  getParentRoute: () => inside,
  path: 'studio',
  component: lazyRouteComponent(() => import('../rooms/studio/Studio'), 'Studio'),
});
const editor = createRoute({
  getParentRoute: () => inside,
  path: 'studio/$code',
  validateSearch: (search: Record<string, unknown>): { at?: string | undefined; item?: string | undefined } => ({
    at: text(search['at']),
    item: text(search['item']),
  }),
  component: lazyRouteComponent(() => import('../rooms/studio/Editor'), 'Editor'),
});
const cases = createRoute({
  getParentRoute: () => inside,
  path: 'studio/cases',
  component: lazyRouteComponent(() => import('../rooms/teaching/Cases'), 'Cases'),
});
const numbers = createRoute({
  getParentRoute: () => inside,
  path: 'studio/$code/numbers',
  component: lazyRouteComponent(() => import('../rooms/teaching/Numbers'), 'Numbers'),
});
const seats = createRoute({
  getParentRoute: () => inside,
  path: 'review/seats',
  component: lazyRouteComponent(() => import('../rooms/review/Seats'), 'Seats'),
});
const makers = createRoute({
  getParentRoute: () => inside,
  path: 'courses/$code/makers',
  component: lazyRouteComponent(() => import('../rooms/courses/Makers'), 'Makers'),
});
const guide = createRoute({
  getParentRoute: () => inside,
  path: 'courses/$code/guide',
  component: lazyRouteComponent(() => import('../rooms/courses/Guide'), 'Guide'),
});
const reviews = createRoute({
  getParentRoute: () => inside,
  path: 'review',
  component: lazyRouteComponent(() => import('../rooms/review/Reviews'), 'Reviews'),
});
const versions = createRoute({
  getParentRoute: () => inside,
  path: 'review/$code',
  component: lazyRouteComponent(() => import('../rooms/review/Versions'), 'Versions'),
});
const version = createRoute({
  getParentRoute: () => inside,
  path: 'review/$code/$number',
  component: lazyRouteComponent(() => import('../rooms/review/Version'), 'Version'),
});
const school = createRoute({
  getParentRoute: () => inside,
  path: 'school',
  component: lazyRouteComponent(() => import('../rooms/school/Classes'), 'Classes'),
});
const classPage = createRoute({
  getParentRoute: () => inside,
  path: 'school/$unitId',
  component: lazyRouteComponent(() => import('../rooms/school/ClassPage'), 'ClassPage'),
});
const present = createRoute({
  getParentRoute: () => inside,
  path: 'school/$unitId/present/$courseCode',
  component: lazyRouteComponent(() => import('../rooms/school/Presenter'), 'Presenter'),
});
const record = createRoute({
  getParentRoute: () => inside,
  path: 'school/$unitId/record',
  validateSearch: (search: Record<string, unknown>): { course?: string | undefined } => ({
    course: text(search['course']),
  }),
  component: lazyRouteComponent(() => import('../rooms/school/RecordSession'), 'RecordSession'),
});
const imports = createRoute({
  getParentRoute: () => inside,
  path: 'imports',
  component: lazyRouteComponent(() => import('../rooms/imports/Imports'), 'Imports'),
});
const importRun = createRoute({
  getParentRoute: () => inside,
  path: 'imports/$runId',
  component: lazyRouteComponent(() => import('../rooms/imports/RunPage'), 'RunPage'),
});
const doubles = createRoute({
  getParentRoute: () => inside,
  path: 'imports/doubles',
  component: lazyRouteComponent(() => import('../rooms/imports/Doubles'), 'Doubles'),
});
const requests = createRoute({
  getParentRoute: () => inside,
  path: 'requests',
  component: lazyRouteComponent(() => import('../rooms/requests/Requests'), 'Requests'),
});
const inbox = createRoute({
  getParentRoute: () => inside,
  path: 'inbox',
  component: lazyRouteComponent(() => import('../rooms/messages/Inbox'), 'Inbox'),
});
const messages = createRoute({
  getParentRoute: () => inside,
  path: 'messages',
  component: lazyRouteComponent(() => import('../rooms/messages/Messages'), 'Messages'),
});
const settings = createRoute({
  getParentRoute: () => inside,
  path: 'settings',
  component: lazyRouteComponent(() => import('../rooms/settings/Settings'), 'Settings'),
});

const tree = root.addChildren([
  signIn,
  verifyStart,
  verify,
  optOut,
  inside.addChildren([
    home,
    learning,
    whatStays,
    duties,
    courses,
    course,
    makers,
    guide,
    reviews,
    versions,
    version,
    learn,
    finished,
    testOut,
    argue,
    sessions,
    newSession,
    rollCall,
    lesson,
    certificates,
    compliance,
    studio,
    cases,
    numbers,
    seats,
    editor,
    school,
    classPage,
    present,
    record,
    imports,
    importRun,
    doubles,
    requests,
    inbox,
    messages,
    settings,
  ]),
]);

export function makeRouter(client: QueryClient) {
  const router = createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: 'intent',
    defaultPendingComponent: Loading,
    defaultPendingMs: 300,
    defaultErrorComponent: Boundary,
    scrollRestoration: true,
  });
  let first = true;
  router.subscribe('onBeforeNavigate', (event) => {
    if (!first && event.pathChanged) navigation.moved = true;
    first = false;
  });
  return router;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
