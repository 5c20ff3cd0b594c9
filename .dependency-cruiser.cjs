// The architecture: apps import libs, a lib imports only libs before it in this order, and only through its index.
const ORDER = [
  'language',
  'time',
  'errors',
  'config',
  'log',
  'actor',
  'database',
  'jobs',
  'faults',
  'files',
  'audit',
  'people',
  'access',
  'courses',
  'mandates',
  'requests',
  'rosters',
  'learning',
  'sessions',
  'certificates',
  'messages',
  'reports',
];

const TESTS = '\\.(spec|e2e-spec)\\.ts$';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'libs-never-import-apps',
      severity: 'error',
      from: { path: '^libs/', pathNot: TESTS },
      to: { path: '^(apps|test)/' },
    },
    {
      name: 'apps-are-islands',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'apps-enter-libs-by-the-door',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^libs/[^/]+/', pathNot: '^libs/[^/]+/index\\.ts$' },
    },
    {
      name: 'libs-enter-libs-by-the-door',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: TESTS },
      to: { path: '^libs/[^/]+/', pathNot: '^libs/($1/|[^/]+/index\\.ts$)' },
    },
    {
      name: 'known-libs-only',
      comment: 'a new lib takes its place in the order, in the same commit',
      severity: 'error',
      from: {},
      to: { path: '^libs/', pathNot: `^libs/(${ORDER.join('|')})/` },
    },
    // One rule a lib: it may not import any lib that stands after it.
    ...ORDER.slice(0, -1).map((lib, index) => ({
      name: `order-${lib}`,
      severity: 'error',
      from: { path: `^libs/${lib}/`, pathNot: TESTS },
      to: { path: `^libs/(${ORDER.slice(index + 1).join('|')})/` },
    })),
    {
      name: 'rules-are-pure',
      comment: 'pure functions import nothing of Nest or TypeORM',
      severity: 'error',
      from: { path: '\\.rules\\.ts$' },
      to: { path: 'node_modules/(@nestjs|typeorm|mysql2|bullmq|ioredis)/' },
    },
    {
      name: 'api-never-touches-redis',
      severity: 'error',
      from: { path: '^(apps/api|libs)/', pathNot: TESTS },
      to: { path: 'node_modules/(bullmq|ioredis)/' },
    },
    {
      name: 'web-stands-alone',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: { path: '^(libs|apps/(api|worker|cli))/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default'],
    },
  },
};
