// Asking servers whether they are there, in their own protocols: no client library is installed yet.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {{ path: string } | { host: string, port: number }} Address */

const ANSWER_LIMIT = 2_000;

/**
 * @param {Address} address
 * @param {string} say sent once connected
 * @returns {Promise<Buffer>} the first bytes of the answer
 */
function exchange(address, say) {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    const refuse = (/** @type {Error} */ error) => (socket.destroy(), reject(error));
    socket.setTimeout(ANSWER_LIMIT, () => refuse(new Error('no answer')));
    socket.once('connect', () => socket.write(say));
    socket.once('data', (data) => (socket.destroy(), resolve(data)));
    socket.once('error', refuse);
    socket.once('close', () => refuse(new Error('closed')));
  });
}

/**
 * MySQL and MariaDB greet first: protocol 10. They listen while they are still recovering, but greet only once
 * they take statements, have run their init file and can be stopped by a signal.
 * @param {Address} address
 */
export async function greetsLikeMysql(address) {
  const greeting = await exchange(address, '').catch(() => null);
  return greeting?.[4] === 10;
}

/**
 * @param {Address} address
 * @param {string} [password]
 */
export async function answersLikeRedis(address, password) {
  const auth = password ? `AUTH ${password}\r\n` : '';
  const answer = await exchange(address, `${auth}PING\r\n`).catch(() => null);
  const text = answer?.toString('latin1') ?? '';
  // `-LOADING` while it reads its file: not yet.
  return text.startsWith('+OK') || text.startsWith('+PONG');
}

/**
 * @param {Address} address
 * @param {number} limit milliseconds
 */
export async function accepts(address, limit) {
  const deadline = Date.now() + limit;
  for (;;) {
    const reached = await new Promise((resolve) => {
      const socket = connect(address);
      const tell = (/** @type {boolean} */ yes) => (socket.destroy(), resolve(yes));
      socket.setTimeout(ANSWER_LIMIT, () => tell(false));
      socket.once('connect', () => tell(true)).once('error', () => tell(false));
    });
    if (reached || Date.now() > deadline) return reached;
    await sleep(300);
  }
}

/**
 * @param {() => Promise<boolean>} condition
 * @param {AbortSignal} signal
 */
export async function until(condition, signal) {
  while (!signal.aborted && !(await condition())) await sleep(30);
}
