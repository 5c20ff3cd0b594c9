import { loadConfig } from '#libs/config';
import { createWorker } from './create-worker.js';

/** What is under way gets this long to end; the lease of its jobs is what saves the rest. */
const STOP_LIMIT_MS = 20_000;

async function main(): Promise<void> {
  const worker = await createWorker(loadConfig(process.env));
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    void worker.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // The launcher is gone, however it went.
  process.on('disconnect', stop);
  await worker.start();
  process.send?.({ ready: true });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
