const armed = new Map<string, number>();

/**
 * Arms fault points from configuration, `name` or `name@n` (the n-th time it is passed), separated by commas.
 * Empty in production: a point then costs one look into an empty map.
 */
export function armFaults(list: string): void {
  armed.clear();
  for (const entry of list.split(',').filter((part) => part !== '')) {
    const [name = '', count = '1'] = entry.split('@');
    armed.set(name, Number(count));
  }
}

/** Dies here as by `kill -9` when the point is armed: no handler runs, no buffer is flushed. */
export function faultPoint(name: string): void {
  const left = armed.get(name);
  if (left === undefined) return;
  if (left > 1) {
    armed.set(name, left - 1);
    return;
  }
  process.kill(process.pid, 'SIGKILL');
}
