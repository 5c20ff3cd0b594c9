function codeOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'driverError' in error ? codeOf(error.driverError) : undefined;
}

/** A unique key refused the row. With `key`, only when it was that key. */
export function isDuplicate(error: unknown, key?: string): boolean {
  if (codeOf(error) !== 'ER_DUP_ENTRY') return false;
  return key === undefined || (error instanceof Error && error.message.includes(key));
}

/** InnoDB rolled the whole transaction back to resolve a deadlock: safe to run again from its start. */
export function isDeadlock(error: unknown): boolean {
  return codeOf(error) === 'ER_LOCK_DEADLOCK';
}

/** The server is away, restarting or full, or took the connection with it: the same may work in a moment. */
export function isAway(error: unknown): boolean {
  const found = deepest(error);
  if (found === null) return false;
  const { code, errno, fatal, message } = found;
  return (
    (typeof code === 'string' && AWAY.has(code)) ||
    (typeof errno === 'number' && AWAY_NUMBERS.has(errno)) ||
    // The connection itself failed, whatever the system calls it; refusals by the server begin with ER_.
    (fatal === true && typeof code === 'string' && /^E(?!R_)/.test(code)) ||
    (typeof message === 'string' && message.includes('closed state'))
  );
}

const AWAY: ReadonlySet<string> = new Set(['PROTOCOL_CONNECTION_LOST', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE']);
/**
 * Too many connections; shutdown in progress; normal shutdown; read and write errors and interruptions of the
 * connection; MariaDB's "connection was killed", which the driver has no name for.
 */
const AWAY_NUMBERS: ReadonlySet<number> = new Set([1040, 1053, 1077, 1158, 1159, 1160, 1161, 1317, 1927]);

interface DriverError {
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly fatal?: unknown;
  readonly message?: unknown;
}

function deepest(error: unknown): DriverError | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('driverError' in error) return deepest(error.driverError);
  return error;
}
