import { type Actor, unitsWhere } from '#libs/actor';
import { AccessService, NotAllowed, NotSignedIn, TokenService } from '#libs/access';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type MadangRequest, requestOf } from './request.js';
import { ROUTE, type RouteSpec } from './route.js';
import { sessionToken } from './session-cookie.js';

/** Refuses every route that does not say who may call it, and then everyone who may not. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly access: AccessService,
    private readonly tokens: TokenService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const spec = this.reflector.get<RouteSpec | undefined>(ROUTE, context.getHandler());
    if (!spec) throw new NotAllowed();
    if (spec.allow === 'public') return true;
    const request = requestOf(context);
    const actor = await this.actorOf(request);
    if (!actor) throw new NotSignedIn();
    if (spec.allow !== 'signed-in' && unitsWhere(actor, spec.allow).length === 0) throw new NotAllowed();
    request.actor = actor;
    return true;
  }

  /** A machine names its token; a browser sends its cookie. */
  private async actorOf(request: MadangRequest): Promise<Actor | null> {
    const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (bearer !== undefined) return this.tokens.actorOf(bearer, request.id);
    const token = sessionToken(request);
    return token === undefined ? null : this.access.actorOf(token, request.id);
  }
}
