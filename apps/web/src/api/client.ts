import createClient, { type Middleware } from 'openapi-fetch';

import { ApiError, readProblem, Unreachable } from './errors';
import type { paths } from './schema';

const language: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', document.documentElement.lang || 'ko');
    return request;
  },
};

/** The one door to the server. Its types come from the OpenAPI document. */
export const http = createClient<paths>({ credentials: 'same-origin' });
http.use(language);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a good answer. @throws ApiError when the server refuses, Unreachable when no answer comes. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (cause) {
    throw new Unreachable('no answer', { cause });
  }
  if (!answer.response.ok) throw new ApiError(readProblem(answer.response.status, answer.error));
  return answer.data as T;
}

/** 128 random bits in hexadecimal. `crypto.randomUUID` is missing outside https and localhost. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The header that makes a repeated creating post answer with the first one's result. */
export function once(key: string = newKey()): { 'Idempotency-Key': string } {
  return { 'Idempotency-Key': key };
}
