import { isAway } from '#libs/database';
import { AppError, type ErrorKind } from '#libs/errors';
import { type Text, languageOf, pickText, text } from '#libs/language';
import { Log } from '#libs/log';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { MadangRequest } from './request.js';
import type { Problem } from './route.js';

const STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  limited: 429,
  unavailable: 503,
} satisfies Record<ErrorKind, number>;

const NO_SUCH_ADDRESS = text('그런 주소가 없습니다.', 'There is no such address.');
const UNREADABLE = text(
  '요청을 읽을 수 없습니다. JSON 형식을 확인해 주세요.',
  'The request cannot be read. Check that it is JSON.',
);
const TOO_LARGE = text('보낸 내용이 너무 큽니다.', 'The request is too large.');
const AWAY = text(
  '저장소가 잠시 응답하지 않습니다. 조금 뒤에 다시 해 주세요. 이미 저장된 내용은 그대로 있습니다.',
  'The store does not answer just now. Please try again in a moment; what was saved before is safe.',
);
/** Seconds after which a client may try again: a restart of the database takes about as long. */
const TRY_AGAIN_SECONDS = '2';
const FAULT = text(
  '저희 쪽 문제로 처리하지 못했습니다. 잠시 뒤에 다시 해 주세요. 계속되면 아래 번호를 알려 주세요.',
  'Something went wrong on our side. Please try again shortly; if it goes on, tell us the number below.',
);

/** Turns every refusal and every fault into one problem document (RFC 9457), in the caller's language. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<MadangRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent) return;
    const language = languageOf(request.headers['accept-language']);
    const { status, code, title, fields } = this.describe(error, request.id);
    const problem: Problem = {
      type: `/problems/${code}`,
      title: pickText(title, language),
      status,
      detail: pickText(title, language),
      code,
      requestId: request.id,
      ...(fields.length === 0
        ? {}
        : { errors: fields.map(({ field, message }) => ({ field, message: pickText(message, language) })) }),
    };
    if (code === 'common.away') void reply.header('retry-after', TRY_AGAIN_SECONDS);
    void reply.status(status).header('content-type', 'application/problem+json; charset=utf-8').send(problem);
  }

  private describe(
    error: unknown,
    requestId: string,
  ): { status: number; code: string; title: Text; fields: AppError['fields'] } {
    if (error instanceof AppError) {
      return { status: STATUS[error.kind], code: error.code, title: error.text, fields: error.fields };
    }
    if (isAway(error)) {
      this.log.root.warn({ err: error, requestId }, 'the database is away');
      return { status: STATUS.unavailable, code: 'common.away', title: AWAY, fields: [] };
    }
    const status = statusOf(error);
    if (status === 404) return { status, code: 'common.no-such-address', title: NO_SUCH_ADDRESS, fields: [] };
    if (status === 413) return { status, code: 'common.too-large', title: TOO_LARGE, fields: [] };
    if (status !== undefined && status >= 400 && status < 500) {
      return {
        status,
        code: 'common.unreadable',
        title: UNREADABLE,
        fields: [{ field: 'body', message: UNREADABLE }],
      };
    }
    this.log.root.error({ err: error, requestId }, 'fault');
    return { status: 500, code: 'common.fault', title: FAULT, fields: [] };
  }
}

/** The status that Nest or Fastify (a body that is no JSON, too large, of an unknown type) gave to an error. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number') {
    return error.statusCode;
  }
  return undefined;
}
