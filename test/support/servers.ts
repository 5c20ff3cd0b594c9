/**
 * The servers that the test runner started. A test that needs one fails with the remedy when it is missing; nothing is
 * skipped.
 */
export function required(name: 'TEST_MYSQL_URL' | 'TEST_REDIS_URL' | 'TEST_CHROMIUM'): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set: run the tests by "npm test", which starts the servers they need`);
  }
  return value;
}

/** One schema, one Redis prefix for each Jest worker; the parent's pid keeps two runs on one server apart. */
export function workerName(): string {
  return `madang_t${String(process.ppid)}_${process.env['JEST_WORKER_ID'] ?? '1'}`;
}
