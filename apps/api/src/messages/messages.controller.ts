import type { Actor } from '#libs/actor';
import {
  InboxService,
  MessageDesk,
  type MessageItem,
  MessageService,
  type MessageText,
  MessageTexts,
  type Page,
  type Paste,
  type Pause,
  type PreviewDay,
  PreviewService,
} from '#libs/messages';
import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { byId } from '../http/schemas.js';
import {
  messagePage,
  messageText,
  messagesQuery,
  newPause,
  optOutQuery,
  paste,
  pasteQuery,
  pauses,
  preview,
} from './messages.schema.js';

@Tag('messages')
@Controller('messages')
export class MessagesController {
  constructor(
    private readonly messages: MessageService,
    private readonly desk: MessageDesk,
    private readonly previews: PreviewService,
    private readonly inbox: InboxService,
    private readonly texts: MessageTexts,
  ) {}

  @Route('GET', '', {
    summary: 'Every message to people in scope, with its fate, newest first',
    allow: 'message:office',
    query: messagesQuery,
    response: messagePage,
  })
  list(
    @CurrentActor() actor: Actor,
    @Query() { cursor, state }: z.infer<typeof messagesQuery>,
  ): Promise<Page<MessageItem>> {
    return this.messages.list(actor, cursor ?? null, state ?? null);
  }

  @Route('GET', 'preview', {
    summary: 'The reminders of the next 30 days, if nobody does anything until then',
    allow: 'message:office',
    response: preview,
  })
  async preview(@CurrentActor() actor: Actor): Promise<{ days: readonly PreviewDay[] }> {
    return { days: await this.previews.list(actor) };
  }

  @Route('GET', 'pauses', { summary: 'Pauses under way', allow: 'message:office', response: pauses })
  async pauses(@CurrentActor() actor: Actor): Promise<{ items: readonly Pause[] }> {
    return { items: await this.desk.pauses(actor) };
  }

  @Route('POST', 'pauses', {
    summary: 'Hold all reminders until a day, at most 60 days away',
    allow: 'message:office',
    body: newPause,
    status: 204,
  })
  async pause(@CurrentActor() actor: Actor, @Body() { until, reason }: z.infer<typeof newPause>): Promise<void> {
    await this.desk.pause(actor, until, reason);
  }

  @Route('DELETE', 'pauses', { summary: 'Let reminders go on', allow: 'message:office', status: 204 })
  async resume(@CurrentActor() actor: Actor): Promise<void> {
    await this.desk.resume(actor);
  }

  @Route('GET', ':id/text', {
    summary: 'A message in words, to paste into a messenger or print: as it was sent, or as it would be sent now',
    allow: 'message:office',
    params: byId,
    response: messageText,
  })
  text(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byId>): Promise<MessageText> {
    return this.texts.get(actor, id);
  }

  @Route('POST', ':id/resend', {
    summary: 'Send again what failed, came back or was skipped',
    allow: 'message:office',
    params: byId,
    status: 204,
  })
  async resend(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byId>): Promise<void> {
    await this.desk.resend(actor, id);
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

  @Route('POST', ':id/opt-out', {
    summary: 'The way out of optional mail, by the key in its own link (RFC 8058)',
    allow: 'public',
    params: byId,
    query: optOutQuery,
    status: 204,
  })
  async optOut(@Param() { id }: z.infer<typeof byId>, @Query() { key }: z.infer<typeof optOutQuery>): Promise<void> {
    await this.inbox.optOut(id, key);
  }
}
