import { AccessService } from '#libs/access';
import { CONFIG, type Config } from '#libs/config';
import { Body, Controller, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { MadangRequest } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { SESSION_COOKIE, sessionToken } from '../http/session-cookie.js';

const credentials = z.strictObject({ login: z.string().trim().min(1).max(120), password: z.string().min(1).max(200) });

@Tag('session')
@Controller('session')
export class SessionController {
  constructor(
    private readonly access: AccessService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Route('POST', '', { summary: 'Sign in', allow: 'public', body: credentials, status: 204 })
  async signIn(
    @Body() body: z.infer<typeof credentials>,
    @Req() request: MadangRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { token, expiresAt } = await this.access.signIn(body.login, body.password, request.ip);
    void reply.setCookie(SESSION_COOKIE, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.MADANG_ORIGIN.startsWith('https:'),
      expires: expiresAt,
    });
  }

  @Route('DELETE', '', { summary: 'Sign out', allow: 'signed-in', status: 204 })
  async signOut(@Req() request: MadangRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.access.signOut(sessionToken(request) ?? '');
    void reply.clearCookie(SESSION_COOKIE, { path: '/' });
  }
}
