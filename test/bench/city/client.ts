import { setTimeout as sleep } from 'node:timers/promises';

/** How long somebody goes on trying, in milliseconds. */
const PATIENCE_MS = 60_000;

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/**
 * A browser that does what it is told to: where the answer is a clear "not just now" it asks again after the time that
 * the answer names. Whatever else goes wrong is kept, to be shown.
 */
export class PatientClient {
  /** "Not just now", with the time to wait. */
  deferred = 0;
  answered = 0;
  /** What was neither an answer nor a clear "not just now". */
  readonly unclear: string[] = [];

  constructor(private readonly base: string) {}

  /** @throws when there is no answer for a minute */
  async ask(method: string, path: string, cookie: string, body?: unknown): Promise<Answer> {
    const end = performance.now() + PATIENCE_MS;
    const form = body instanceof FormData;
    for (;;) {
      try {
        const response = await fetch(`${this.base}${path}`, {
          method,
          headers: {
            Cookie: cookie,
            ...(body === undefined || form ? {} : { 'Content-Type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
          signal: AbortSignal.timeout(30_000),
        });
        const text = await response.text();
        if (response.status < 500) {
          this.answered += 1;
          return { status: response.status, text };
        }
        const wait = Number(response.headers.get('retry-after') ?? NaN);
        if (response.status === 503 && wait > 0) {
          this.deferred += 1;
          await sleep(Math.min(wait * 1000, 500));
        } else {
          this.unclear.push(`${method} ${path.slice(0, 60)}: ${String(response.status)} ${text.slice(0, 300)}`);
          await sleep(200);
        }
      } catch (error) {
        this.unclear.push(`${method} ${path.slice(0, 60)}: ${String(error)}`);
        await sleep(200);
      }
      if (performance.now() > end)
        throw new Error(`no answer for a minute: ${method} ${path}: ${this.unclear.at(-1) ?? ''}`);
    }
  }

  async json<T>(method: string, path: string, cookie: string, body?: unknown): Promise<T> {
    const { status, text } = await this.ask(method, path, cookie, body);
    if (status >= 400) throw new Error(`${method} ${path} answered ${String(status)}: ${text.slice(0, 300)}`);
    return JSON.parse(text) as T;
  }
}
