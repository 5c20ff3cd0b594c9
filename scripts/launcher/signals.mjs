/**
 * A signal that aborts when someone wants us to stop. From then on, repeated wishes change nothing: stopping in
 * order has its own time limits, and a terminal's Ctrl-C arrives twice (from the terminal and from npm).
 */
export function stopSignal() {
  const controller = new AbortController();
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(name, () => controller.abort());
  }
  // Under npm, its end is ours too: when it was killed, nobody could stop us by the pid they know.
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && controller.abort(), 500).unref();
  }
  return controller;
}
