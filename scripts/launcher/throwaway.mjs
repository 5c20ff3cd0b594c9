// Servers for one run of tests or measurements: their own data, gone afterwards.
import { rmSync } from 'node:fs';
import { makeSecrets } from './data-dir.mjs';
import { provideServers } from './servers.mjs';
import { Supervisor } from './supervisor.mjs';
import { makeTempDir, sweepTempDirs } from './temp.mjs';

/**
 * @param {object} options
 * @param {typeof import('./servers.mjs').SIZES.test} options.size
 * @param {AbortSignal} options.signal
 */
export function throwaway({ size, signal }) {
  sweepTempDirs();
  const dir = makeTempDir();
  const supervisor = new Supervisor({ dir, signal });
  /** @type {ReturnType<typeof provideServers> | undefined} */
  let servers;
  return {
    /** For everything else that is to be gone afterwards. */
    dir,
    /** Starts them when first asked. */
    servers: () =>
      (servers ??= provideServers({ supervisor, dir, socketDir: dir, secrets: makeSecrets(), size, signal })),
    close: async () => {
      await servers?.catch(() => {});
      await supervisor.stop();
      try {
        // What an interrupted test had started may still be stopping, and writing.
        rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
      } catch {
        // A later run sweeps it away.
      }
    },
  };
}
