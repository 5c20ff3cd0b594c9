import type { Actor } from '#libs/actor';
import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** What the guard leaves on the request. */
export interface MadangRequest extends FastifyRequest {
  actor?: Actor;
}

export const requestOf = (context: ExecutionContext): MadangRequest =>
  context.switchToHttp().getRequest<MadangRequest>();

/** The caller's address: only for counting how often it asks. */
export const Visitor = createParamDecorator((_: unknown, context: ExecutionContext): string => requestOf(context).ip);

/** The one who asks; on routes that are not public the guard has made sure there is one. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = requestOf(context);
  if (!actor) throw new Error('CurrentActor on a public route');
  return actor;
});
