import type { Actor } from '#libs/actor';
import { type MessageItem, MessageService, type Page, type Paste } from '#libs/messages';
import { Controller, Query } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { messagePage, messagesQuery, paste, pasteQuery } from './messages.schema.js';

@Tag('messages')
@Controller('messages')
export class MessagesController {
  constructor(private readonly messages: MessageService) {}

  @Route('GET', '', {
    summary: 'Every message to people in scope, with its fate, newest first',
    allow: 'message:office',
    query: messagesQuery,
    response: messagePage,
  })
  list(@CurrentActor() actor: Actor, @Query() { cursor }: z.infer<typeof messagesQuery>): Promise<Page<MessageItem>> {
    return this.messages.list(actor, cursor ?? null);
  }

  @Route('GET', 'paste', {
    summary: 'A kind text to paste into a messenger, and the list of who is not done',
    allow: 'message:read',
    query: pasteQuery,
    response: paste,
  })
  paste(@CurrentActor() actor: Actor, @Query() query: z.infer<typeof pasteQuery>): Promise<Paste> {
    return this.messages.paste(actor, query.unit, query.mandate, query.cycle);
  }
}
