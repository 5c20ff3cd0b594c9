// What `npm start` says once everything runs.
import { join } from 'node:path';
import { print } from './say.mjs';

/** @typedef {{ login: string, password: string, roles: string[], unit: string, name: string,
 *   as: { ko: string, en: string } }} DemoAccount */

/**
 * @param {object} facts
 * @param {string} facts.url
 * @param {import('./settings.mjs').Settings} facts.settings
 * @param {DemoAccount[]} facts.accounts
 * @param {number} facts.seconds
 */
export function printBanner({ url, settings, accounts, seconds }) {
  const { dataDir, env } = settings;
  const mail = env.SMTP_URL ? 'SMTP_URL' : `${join(dataDir, 'mail')} · ${url}/dev/mail`;
  print('');
  print(`  마당이 실행 중입니다 — Madang is running (${seconds.toFixed(1)} s)`);
  print('');
  print(`    주소 · Address          ${url}`);
  print(`    메일 · Mail             ${mail}`);
  print(`    파일 · Files            ${join(dataDir, 'files')}`);
  print(`    기록 · Logs             ${join(dataDir, 'logs')}`);
  print('    끝내기 · To stop        Ctrl-C');
  if (accounts.length > 0) {
    print('');
    print('  시연 계정(아이디 / 비밀번호) — Demo sign-ins (login / password)');
    print('');
    const width = Math.max(...accounts.map(({ login, password }) => `${login} / ${password}`.length));
    for (const { login, password, name, as } of accounts) {
      print(`    ${`${login} / ${password}`.padEnd(width)}   ${as.ko} · ${as.en} — ${name}`);
    }
  }
  print('');
}
