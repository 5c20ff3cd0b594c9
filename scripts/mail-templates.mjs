// Compiles the mail template (MJML) into the module that the server uses, where it is not what the template says. The
// compiler is a tool of the build: the product runs without it. `--check` only says whether the module is fresh.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const SOURCE = new URL('../libs/messages/mail.template.mjml', import.meta.url);
const MODULE = new URL('../libs/messages/mail.template.ts', import.meta.url);

const source = readFileSync(SOURCE, 'utf8');
const stamp = createHash('sha256').update(source).digest('hex');
const fresh = existsSync(MODULE) && readFileSync(MODULE, 'utf8').includes(stamp);
if (process.argv.includes('--check')) {
  if (!fresh) process.stderr.write('libs/messages/mail.template.ts is stale: node scripts/mail-templates.mjs\n');
  process.exit(fresh ? 0 : 1);
}
if (!fresh) {
  const { default: compile } = await import('mjml');
  const { version } = createRequire(import.meta.url)('mjml/package.json');
  const { html, errors } = await compile(source, { validationLevel: 'strict', keepComments: true });
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  // Blanks between tags say nothing, and a quarter of a million mails carry them.
  const compact = html
    .replace(/>\s+</g, '><')
    .replace(/\s{2,}/g, ' ')
    .trim();
  const text = compact.replace(/\\/g, '\\\\').replace(/`/g, '\\`').replace(/\$\{/g, '\\${');
  writeFileSync(
    MODULE,
    `// Compiled by scripts/mail-templates.mjs (mjml ${version}) from mail.template.mjml; not to be edited.\n// ${stamp}\nexport const MAIL_TEMPLATE = \`${text}\`;\n`,
  );
}
