import { unitsWhere } from '#libs/actor';
import { AccessService, NotAllowed, NotSignedIn } from '#libs/access';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { requestOf } from './request.js';
import { ROUTE, type RouteSpec } from './route.js';
import { sessionToken } from './session-cookie.js';

/** Refuses every route that does not say who may call it, and then everyone who may not. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly access: AccessService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const spec = this.reflector.get<RouteSpec | undefined>(ROUTE, context.getHandler());
    if (!spec) throw new NotAllowed();
    if (spec.allow === 'public') return true;
    const request = requestOf(context);
    const token = sessionToken(request);
    const actor = token === undefined ? null : await this.access.actorOf(token, request.id);
    if (!actor) throw new NotSignedIn();
    if (spec.allow !== 'signed-in' && unitsWhere(actor, spec.allow).length === 0) throw new NotAllowed();
    request.actor = actor;
    return true;
  }
}
