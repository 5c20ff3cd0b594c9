import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { run } from './children.mjs';
import { ensurePackages } from './install.mjs';
import { Refusal, say } from './say.mjs';
import { ROOT } from './settings.mjs';
import { stopSignal } from './signals.mjs';
import { makeTempDir } from './temp.mjs';

const CLIENT = 'apps/web/src/api/schema.ts';

/** @param {{ check: boolean }} options */
export async function apiClient({ check }) {
  const { signal } = stopSignal();
  await ensurePackages(signal);
  await ensureBuilt(signal, { web: false });
  const made = await generate(signal);
  const file = join(ROOT, CLIENT);
  if (existsSync(file) && readFileSync(file, 'utf8') === made) return;
  if (check) {
    throw new Refusal(
      `${CLIENT}이(가) 서버의 OpenAPI 문서와 다릅니다. 다시 만드세요: npm run api-client`,
      `${CLIENT} is not what the server's OpenAPI document says. Make it again: npm run api-client`,
    );
  }
  writeFileSync(file, made);
  say(`${CLIENT}을(를) 만들었습니다`, `Made ${CLIENT}`);
}

/** @param {AbortSignal} signal */
async function generate(signal) {
  const dir = makeTempDir();
  try {
    // A file, not a pipe: the document is written in one go, and is larger than a pipe takes.
    const document = join(dir, 'openapi.json');
    const fd = openSync(document, 'w');
    const printed = await node(['dist/apps/api/src/print-openapi.js'], fd, signal);
    closeSync(fd);
    if (printed.code !== 0) throw failed(printed.stderr);
    const types = await node(['node_modules/openapi-typescript/bin/cli.js', document], 'capture', signal);
    if (types.code !== 0) throw failed(types.stderr);
    return types.stdout;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/**
 * @param {string[]} args
 * @param {import('./children.mjs').Output} stdout
 * @param {AbortSignal} signal
 */
const node = (args, stdout, signal) => run(process.execPath, args, { cwd: ROOT, signal, stdout });

/** @param {string} said */
const failed = (said) =>
  new Refusal(
    '서버의 OpenAPI 문서에서 웹 화면의 형식을 만들지 못했습니다.',
    'The types of the web app could not be made from the OpenAPI document of the server.',
    said,
  );
