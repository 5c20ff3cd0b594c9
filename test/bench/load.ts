import { Agent, request } from 'node:http';
import type { LoadAnswer, LoadCall, LoadOrder } from './load.types.js';

/**
 * The load: a process of its own, so that what it costs is not mistaken for the server's cost. It is given orders over
 * the channel of its parent and answers each with times, counts and its own CPU.
 */
const agent = new Agent({ keepAlive: true, maxSockets: 1_200, scheduling: 'fifo' });

interface Sent {
  readonly status: number;
  readonly body: string;
  readonly ms: number;
}

function send(base: string, call: LoadCall): Promise<Sent> {
  const start = performance.now();
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  const url = new URL(base);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        agent,
        host: url.hostname,
        port: url.port,
        path: `${url.pathname}${call.path}`,
        method: call.method,
        headers: {
          cookie: call.cookie,
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = call.keep === true || (response.statusCode ?? 0) >= 400 ? Buffer.concat(chunks).toString() : '';
          resolve({ status: response.statusCode ?? 0, body: text, ms: performance.now() - start });
        });
        response.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

class Tally {
  readonly times: number[] = [];
  readonly bodies: string[] = [];
  failures = 0;
  firstFailure: string | null = null;

  async send(base: string, call: LoadCall): Promise<void> {
    try {
      const { status, body, ms } = await send(base, call);
      this.times.push(ms);
      if (call.keep === true) this.bodies.push(body);
      if (status >= 400) this.fail(`${call.method} ${call.path}: ${String(status)} ${body.slice(0, 300)}`);
    } catch (error) {
      this.fail(String(error));
    }
  }

  private fail(what: string): void {
    this.failures += 1;
    this.firstFailure ??= what;
  }
}

/** Each learner sends its calls in order; `atOnce` of them at the same moment. */
async function inLanes({ base, scripts, atOnce }: Extract<LoadOrder, { kind: 'lanes' }>, tally: Tally): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let script = scripts[next++]; script !== undefined; script = scripts[next++])
      for (const call of script) await tally.send(base, call);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** Repeats each lane's own call until the time is up. */
async function forSeconds(
  { base, calls, seconds }: Extract<LoadOrder, { kind: 'repeat' }>,
  tally: Tally,
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    calls.map(async (call) => {
      while (performance.now() < end) await tally.send(base, call);
    }),
  );
}

/** Sends calls at their moments, whether or not the ones before were answered; a learner's own stay in order. */
async function byTime({ base, timed }: Extract<LoadOrder, { kind: 'timed' }>, tally: Tally): Promise<void> {
  const start = performance.now();
  await Promise.all(
    timed.map(async (script) => {
      for (const { at, ...call } of script) {
        const wait = start + at - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        await tally.send(base, call);
      }
    }),
  );
}

async function obey(order: LoadOrder): Promise<LoadAnswer> {
  const tally = new Tally();
  const cpu = process.cpuUsage();
  const start = performance.now();
  if (order.kind === 'lanes') await inLanes(order, tally);
  else if (order.kind === 'repeat') await forSeconds(order, tally);
  else await byTime(order, tally);
  const { user, system } = process.cpuUsage(cpu);
  const { times, bodies, failures, firstFailure } = tally;
  return {
    seconds: (performance.now() - start) / 1000,
    cpuMs: (user + system) / 1000,
    times,
    bodies,
    failures,
    firstFailure,
  };
}

process.on('message', (order: LoadOrder) => {
  void obey(order).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit(0));
