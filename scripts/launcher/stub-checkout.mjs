// For the launcher's own tests: a checkout with these scripts, and programs that only keep to the protocol.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './settings.mjs';

const MAIL = '<mjml></mjml>';

const FILES = {
  'package.json': JSON.stringify({
    name: 'stub',
    version: '1.0.0',
    type: 'module',
    workspaces: ['apps/web'],
    // `exec`, as in the real one: a shell between npm and the launcher would keep npm's signals to itself.
    scripts: { start: 'exec node scripts/start.mjs', madang: 'exec node scripts/madang.mjs' },
  }),
  'package-lock.json': JSON.stringify({
    name: 'stub',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'stub', version: '1.0.0', workspaces: ['apps/web'] },
      'apps/web': { version: '1.0.0' },
      'node_modules/web': { resolved: 'apps/web', link: true },
    },
  }),
  'node_modules/.package-lock.json': JSON.stringify({ packages: { 'apps/web': {} } }),
  'libs/messages/mail.template.mjml': MAIL,
  // Fresh by its stamp: the stub has no compiler.
  'libs/messages/mail.template.ts': `// ${createHash('sha256').update(MAIL).digest('hex')}`,
  'nest-cli.json': JSON.stringify({ compilerOptions: { builder: { options: {} } } }),
  'node_modules/@nestjs/cli/bin/nest.js': `
    import { cpSync, readFileSync } from 'node:fs';
    const config = JSON.parse(readFileSync(process.argv[process.argv.indexOf('--config') + 1], 'utf8'));
    const { outDir } = config.compilerOptions.builder.options;
    for (const app of ['api', 'worker', 'cli']) cpSync('apps/' + app, outDir + '/apps/' + app, { recursive: true });`,
  'apps/web/package.json': JSON.stringify({ name: 'web', version: '1.0.0', scripts: { build: 'node build.mjs' } }),
  'apps/web/build.mjs': `
    import { writeFileSync } from 'node:fs';
    writeFileSync(process.argv[process.argv.indexOf('--outDir') + 1] + '/index.html', '<title>stub</title>');`,
  'apps/api/src/main.js': `
    import { createServer } from 'node:http';
    import { existsSync } from 'node:fs';
    const { HOST = '127.0.0.1', PORT, STUB_CRASH } = process.env;
    const server = createServer((request, response) => response.end(String(process.pid)));
    server.listen(Number(PORT), HOST, () => {
      process.send({ ready: true });
      if (STUB_CRASH) setTimeout(() => { console.error('the stub cannot go on'); process.exit(3); }, 100);
    });
    const end = () => { server.closeAllConnections(); server.close(() => process.exit(0)); };
    process.on('SIGTERM', () => { console.log('api drained'); end(); });
    process.on('disconnect', end);`,
  'apps/worker/src/main.js': `
    setInterval(() => {}, 1000);
    process.on('SIGTERM', () => { console.log('worker drained'); process.exit(0); });
    process.on('disconnect', () => process.exit(0));
    process.send({ ready: true });`,
  'apps/cli/src/main.js': `
    const [command] = process.argv.slice(2);
    if (command === 'prepare' && process.env.STUB_BAD_SETTING) {
      console.error('bad configuration: SMTP_URL');
      process.exit(1);
    }
    if (command === 'demo-accounts') {
      console.log(JSON.stringify([{ login: 'kim', password: 'word', as: { ko: '공무원', en: 'official' }, unit: 'x', name: 'Kim' }]));
    }
    if (command === 'show') console.log(JSON.stringify({ mysqlUrl: process.env.MYSQL_URL }));`,
};

/** @returns {string} its folder, to be removed by the caller */
export function stubCheckout() {
  const root = mkdtempSync(join(tmpdir(), 'madang-stub-'));
  cpSync(join(ROOT, 'scripts'), join(root, 'scripts'), { recursive: true });
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
