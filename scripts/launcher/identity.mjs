// Who a process is. A pid alone is used again by the system; with the boot and the moment of its start it is not.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @typedef {{ pid: number, started: string }} Identity */

/**
 * @param {number} pid
 * @returns {Identity | null} null when no such process is alive (a zombie is not)
 */
export function identify(pid) {
  const started = process.platform === 'linux' ? startedOnLinux(pid) : startedElsewhere(pid);
  return started ? { pid, started } : null;
}

/** @param {Identity | null | undefined} identity */
export function isAlive(identity) {
  return identity ? identify(identity.pid)?.started === identity.started : false;
}

/** @param {number} pid */
function startedOnLinux(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 2 is the program's name in brackets and may itself hold spaces and brackets: count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startTime] = [fields[0], fields[19]];
    if (state === 'Z' || state === 'X') return null;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${startTime}`;
  } catch {
    return null;
  }
}

/** @param {number} pid */
function startedElsewhere(pid) {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}
