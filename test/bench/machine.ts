import type { Database } from '#libs/database';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** Linux counts the time of processes in hundredths of a second (`getconf CLK_TCK`). */
const TICK_MS = 10;

/** CPU time of a process so far, user and system, in milliseconds; null where it cannot be read. */
export function cpuMs(pid: number | null | undefined): number | null {
  const stat = pid === null || pid === undefined ? null : read(`/proc/${String(pid)}/stat`);
  if (stat === null) return null;
  // The second field is the name in parentheses, which may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Peak resident memory in MB. */
export function peakMb(pid: number | null | undefined): number | null {
  const status = pid === null || pid === undefined ? null : read(`/proc/${String(pid)}/status`);
  const kb = status === null ? undefined : /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  return kb === undefined ? null : Number(kb) / 1024;
}

/** From here on {@link peakMb} of this process counts anew; without effect where the system has no such thing. */
export function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // The peak of everything is then what is told.
  }
}

/** The database server's process; null when it runs on another machine or in a container. */
export async function databasePid(db: Database): Promise<number | null> {
  const [row] = await db.query<{ file: string }[]>('SELECT @@pid_file AS file');
  const pid = row ? Number(read(row.file)) : NaN;
  return Number.isInteger(pid) && pid > 0 ? pid : null;
}

/** One line that says on what the figures were taken. */
export function machineLine(): string {
  const [cpu] = cpus();
  const gb = (totalmem() / 2 ** 30).toFixed(0);
  return `${String(cpus().length)} × ${cpu?.model.trim() ?? 'unknown'}, ${gb} GB, Node ${process.version}, ${process.platform}`;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
