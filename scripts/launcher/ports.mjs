import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from './say.mjs';

/**
 * @param {string} host
 * @param {number} port 0 for any
 * @returns {Promise<number>} the port that could be listened on
 */
async function tryPort(host, port) {
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen({ host, port, exclusive: true }, () => resolve(undefined));
  });
  const found = /** @type {import('node:net').AddressInfo} */ (server.address()).port;
  await new Promise((resolve) => server.close(resolve));
  return found;
}

export const freePort = () => tryPort('127.0.0.1', 0);

/**
 * @param {string} host
 * @param {number} port
 * @param {string} variable the one by which another port is chosen
 */
export async function requirePort(host, port, variable) {
  try {
    await patiently(() => tryPort(host, port));
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'EADDRINUSE') {
      throw new Refusal(
        `${port}번 포트를 다른 프로그램이 쓰고 있습니다. 그 프로그램을 끝내거나 다른 번호로 시작하세요: ${variable}=${port + 10} npm start`,
        `Port ${port} is used by another program. Stop that one, or start on another port: ${variable}=${port + 10} npm start`,
      );
    }
    if (code === 'EACCES') {
      throw new Refusal(
        `${port}번 포트를 열 권한이 없습니다. 1024 이상의 번호를 쓰세요: ${variable}=3000 npm start`,
        `Port ${port} may not be opened by this user. Use one from 1024 up: ${variable}=3000 npm start`,
      );
    }
    throw new Refusal(
      `이 컴퓨터에는 HOST=${host} 주소가 없습니다(${code}). HOST를 지우거나 127.0.0.1로 두세요.`,
      `This machine has no address HOST=${host} (${code}). Remove HOST, or set it to 127.0.0.1.`,
    );
  }
}

/**
 * A program that was told to end a moment ago may not have let go of its port yet.
 * @param {() => Promise<unknown>} attempt
 */
async function patiently(attempt) {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EADDRINUSE' || tries === 5) throw error;
      await sleep(200);
    }
  }
}
