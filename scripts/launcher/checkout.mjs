// What is made inside the checkout (packages, build output) is made by one command at a time: `npm start` and
// several `npm test` may want it at once.
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitForLock } from './lock.mjs';
import { say } from './say.mjs';
import { ROOT } from './settings.mjs';

// Outside the checkout: `npm ci` removes node_modules, and a build replaces dist.
const LOCK = join(
  tmpdir(),
  `madang-checkout-${process.getuid?.() ?? 0}-${createHash('sha256').update(ROOT).digest('hex').slice(0, 12)}.lock`,
);

/**
 * @template T
 * @param {AbortSignal} signal
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(signal, work) {
  const lock = await waitForLock(LOCK, 'install or build', {
    signal,
    onWait: ({ pid }) =>
      say(
        `다른 실행(프로세스 ${pid})이 설치와 빌드를 마치기를 기다립니다`,
        `Waiting for another run (process ${pid}) to finish installing and building`,
      ),
  });
  try {
    return await work();
  } finally {
    lock.release();
  }
}
