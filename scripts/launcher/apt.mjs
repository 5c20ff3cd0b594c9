// Debian's and Ubuntu's packages, where this user may install them without being asked for a password.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from './children.mjs';
import { ask, findProgram } from './program.mjs';
import { blameDisk, Refusal, say } from './say.mjs';

const BUSY = /Could not get lock|Unable to (?:acquire|lock)|is another process using it/i;
const BUSY_LIMIT = 10 * 60_000;

/** @returns {Promise<string[] | null>} the words before `apt-get`, null where it may not be used */
async function aptPrefix() {
  if (!isDebianOrUbuntu() || !findProgram('apt-get')) return null;
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram('sudo');
  return sudo && (await ask(sudo, ['-n', 'true'])) !== null ? [sudo, '-n'] : null;
}

function isDebianOrUbuntu() {
  try {
    const release = readFileSync('/etc/os-release', 'utf8');
    return /^ID(?:_LIKE)?=.*\b(?:debian|ubuntu)\b/m.test(release);
  } catch {
    return false;
  }
}

/**
 * @param {string[]} packages
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} false where packages cannot be installed by us
 */
export async function aptInstall(packages, signal) {
  const prefix = await aptPrefix();
  if (!prefix) return false;
  say(
    `이 컴퓨터에 없는 프로그램을 설치합니다: apt-get install ${packages.join(' ')}`,
    'Installing what this machine lacks, with the command above',
  );
  // `env` after sudo: sudo clears the environment of its caller.
  const apt = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '--yes', '--quiet'];
  await whenFree(apt, ['update'], signal);
  await whenFree(apt, ['install', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=600', ...packages], signal);
  return true;
}

/**
 * @param {string[]} apt
 * @param {string[]} args
 * @param {AbortSignal} signal
 */
async function whenFree([program, ...before], args, signal) {
  const deadline = Date.now() + BUSY_LIMIT;
  for (let told = false; ; told = true) {
    const { code, stdout, stderr } = await run(program, [...before, ...args], { signal });
    if (code === 0) return;
    const said = `${stdout}\n${stderr}`.trim().split('\n').slice(-12).join('\n');
    if (!BUSY.test(said) || Date.now() > deadline) {
      const command = `apt-get ${args.join(' ')}`;
      throw blameDisk(
        said,
        new Refusal(
          `설치하지 못했습니다: ${command}. 위의 기록을 보고 고친 뒤 다시 시작하세요.`,
          `Could not install: ${command}. See what it said above, mend that and start again.`,
          said,
        ),
      );
    }
    if (!told) say('다른 설치가 끝나기를 기다립니다', 'Waiting for another installation on this machine to end');
    await sleep(3_000, undefined, { signal }).catch(() => {});
  }
}
