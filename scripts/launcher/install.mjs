// The npm packages.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone } from './checkout.mjs';
import { run } from './children.mjs';
import { readJson } from './files.mjs';
import { blameDisk, Refusal, say } from './say.mjs';
import { ROOT } from './settings.mjs';

/** The hash of the lock by which the packages were installed; npm removes it with them. */
const STAMP = 'node_modules/.madang-lock';

/** @param {AbortSignal} signal */
export async function ensurePackages(signal) {
  if (packagesAreCurrent(ROOT)) return;
  await alone(signal, async () => {
    // Another command may have installed them while this one waited.
    if (packagesAreCurrent(ROOT)) return;
    say('npm 패키지를 설치합니다(몇 분 걸릴 수 있습니다)', 'Installing the npm packages (this may take some minutes)');
    const [npm, ...before] = npmCommand();
    // Development packages too: they build the product. A machine's own npm settings may say otherwise.
    const args = [...before, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
    const { code, stdout, stderr } = await run(npm, args, { cwd: ROOT, signal });
    if (code !== 0) {
      throw blameDisk(
        stderr,
        new Refusal(
          'npm 패키지를 설치하지 못했습니다. 인터넷 연결(또는 npm 프록시 설정)을 확인하고 다시 시작하세요.',
          'The npm packages could not be installed. Check the network (or the npm proxy settings) and start again.',
          `${stdout}\n${stderr}`.trim().split('\n').slice(-15).join('\n'),
        ),
      );
    }
    writeFileSync(join(ROOT, STAMP), hashOfLock(ROOT));
  });
}

/** npm of the Node that runs us: the one on the PATH may be of another. */
export function npmCommand() {
  const script = process.env.npm_execpath;
  return script && existsSync(script) ? [process.execPath, script] : ['npm'];
}

/**
 * Whether what is installed is what the lock says, by content: times would mislead, a checkout gives every file a
 * new one. Either we installed it by this very lock; or somebody ran npm, which writes down what it installed.
 * @param {string} root
 */
export function packagesAreCurrent(root) {
  const installed = readJson(join(root, 'node_modules/.package-lock.json'))?.packages;
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  // npm writes it last: without it, an installation was interrupted.
  if (!installed || !wanted) return false;
  const stamp = join(root, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOfLock(root)) return true;
  return Object.entries(wanted).every(([path, { version, link, optional, peer }]) => {
    if (link || !path.includes('node_modules/')) return true;
    // Optional ones are those of other platforms too.
    if (!installed[path]) return optional || peer;
    return installed[path].version === version;
  });
}

/** @param {string} root */
function hashOfLock(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}
