// What `npm start` says once everything runs.
import { join } from 'node:path';
import { print } from './say.mjs';

/**
 * @typedef {object} DemoAccount one for each kind of user
 * @property {string} login
 * @property {string} password
 * @property {{ ko: string, en: string }} as
 * @property {string} name
 * @property {string} unit
 */

/**
 * @param {object} facts
 * @param {string} facts.url
 * @param {import('./settings.mjs').Settings} facts.settings
 * @param {DemoAccount[]} facts.accounts none where the database is not the demo city
 * @param {number} facts.seconds
 */
export function printBanner({ url, settings, accounts, seconds }) {
  const { dataDir, env } = settings;
  const mail = env.SMTP_URL ? 'SMTP_URL' : `${join(dataDir, 'mail')} · ${url}/dev/mail`;
  print(`
  마당이 실행 중입니다 — Madang is running (${seconds.toFixed(1)} s)

    주소 · Address     ${url}
    메일 · Mail        ${mail}
    파일 · Files       ${join(dataDir, 'files')}
    기록 · Logs        ${join(dataDir, 'logs')}
    끝내기 · To stop   Ctrl-C
`);
  if (accounts.length === 0) return;
  print('  시연 계정(아이디 / 비밀번호) — Demo sign-ins (login / password)\n');
  const signIns = accounts.map(({ login, password }) => `${login} / ${password}`);
  const width = Math.max(...signIns.map(({ length }) => length));
  for (const [index, { as, name, unit }] of accounts.entries()) {
    print(`    ${signIns[index].padEnd(width)}   ${as.ko} · ${as.en} (${name}, ${unit})`);
  }
  print('');
}
