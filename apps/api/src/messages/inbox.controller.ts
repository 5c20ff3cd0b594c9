import type { Actor } from '#libs/actor';
import { type Inbox, InboxService } from '#libs/messages';
import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { byId } from '../http/schemas.js';
import { inbox, mailChoice, unread } from './messages.schema.js';

@Tag('me')
@Controller('me')
export class InboxController {
  constructor(private readonly inbox: InboxService) {}

  @Route('GET', 'messages', { summary: 'What I was told, newest first', allow: 'signed-in', response: inbox })
  list(@CurrentActor() actor: Actor): Promise<Inbox> {
    return this.inbox.list(actor);
  }

  @Route('GET', 'messages/unread', { summary: 'How many I have not read', allow: 'signed-in', response: unread })
  async unread(@CurrentActor() actor: Actor): Promise<{ unread: number }> {
    return { unread: await this.inbox.unread(actor) };
  }

  @Route('POST', 'messages/read', { summary: 'Mark all as read', allow: 'signed-in', status: 204 })
  async readAll(@CurrentActor() actor: Actor): Promise<void> {
    await this.inbox.read(actor, null);
  }

  @Route('POST', 'messages/:id/read', {
    summary: 'Mark one as read',
    allow: 'signed-in',
    params: byId,
    status: 204,
  })
  async read(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byId>): Promise<void> {
    await this.inbox.read(actor, id);
  }

  @Route('PUT', 'mail', {
    summary: 'Choose whether completed courses are told by mail too',
    allow: 'signed-in',
    body: mailChoice,
    status: 204,
  })
  async choose(@CurrentActor() actor: Actor, @Body() { completed }: z.infer<typeof mailChoice>): Promise<void> {
    await this.inbox.chooseCompletedMail(actor, completed);
  }
}
