import { AccessService } from '#libs/access';
import { type FieldError, InvalidInput } from '#libs/errors';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Observable, from, lastValueFrom } from 'rxjs';
import type { z } from 'zod';
import { inputMessage } from './input-messages.js';
import { type MadangRequest, requestOf } from './request.js';
import { ROUTE, type RouteSpec } from './route.js';

/** Validates what comes in, runs creating posts once per `Idempotency-Key`, and lets out only what the schema names. */
@Injectable()
export class RouteInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly access: AccessService,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const spec = this.reflector.get<RouteSpec | undefined>(ROUTE, context.getHandler());
    if (!spec) return next.handle();
    const request = requestOf(context);
    validate(request, spec);
    const answer = async (): Promise<unknown> => {
      const result: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      return spec.response ? spec.response.parse(result) : result;
    };
    const key = request.headers['idempotency-key'];
    if (spec.idempotent === true && typeof key === 'string' && key !== '' && request.actor?.accountId != null) {
      const described = JSON.stringify([request.method, request.url, request.body]);
      return from(this.access.once(request.actor, key.slice(0, 80), described, spec.status ?? 200, answer));
    }
    return from(answer());
  }
}

/** Replaces the raw input by what the schemas made of it. @throws {InvalidInput} naming every field that is wrong */
function validate(request: MadangRequest, spec: RouteSpec): void {
  const errors: FieldError[] = [];
  const read = (schema: z.ZodType | undefined, value: unknown, set: (parsed: unknown) => void): void => {
    if (!schema) return;
    const parsed = schema.safeParse(value ?? {}, { reportInput: true });
    if (parsed.success) {
      set(parsed.data);
      return;
    }
    for (const issue of parsed.error.issues) {
      errors.push({ field: issue.path.map(String).join('.') || 'body', message: inputMessage(issue) });
    }
  };
  read(spec.params, request.params, (parsed) => (request.params = parsed));
  read(spec.query, request.query, (parsed) => (request.query = parsed));
  read(spec.body, request.body, (parsed) => (request.body = parsed));
  if (errors.length > 0) throw new InvalidInput(errors);
}
