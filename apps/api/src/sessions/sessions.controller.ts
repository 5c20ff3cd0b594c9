import type { Actor } from '#libs/actor';
import { type OpenedSession, SessionProofService, SessionQueries, SessionService } from '#libs/sessions';
import { Body, Controller, Param, Req, StreamableFile } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor, type MadangRequest } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { byId, created } from '../http/schemas.js';
import { uploadedFile } from '../http/upload.js';
import { type liveSession, matchedList, newEvent, pastedList, roll, rollCall, sessionList } from './sessions.schema.js';

/** The room of those who hold sessions for staff: what is planned, the roll call, the signed sheet. */
@Tag('sessions')
@Controller('sessions')
export class SessionsController {
  constructor(
    private readonly sessions: SessionService,
    private readonly queries: SessionQueries,
    private readonly proofs: SessionProofService,
  ) {}

  @Route('GET', '', {
    summary: 'Sessions in my scope, the latest first, and the units I may hold them for',
    allow: 'session:record',
    response: sessionList,
  })
  async list(@CurrentActor() actor: Actor): Promise<z.input<typeof sessionList>> {
    const items = await this.queries.list(actor);
    return {
      items: items.map((item) => ({ ...sessionResponse(item), unit: item.unit, attended: item.attended })),
      units: await this.queries.unitsFor(actor),
    };
  }

  @Route('POST', '', {
    summary: 'Put a session into the calendar, past or to come; its roll call tells who was there',
    allow: 'session:record',
    body: newEvent,
    response: created,
    status: 201,
    idempotent: true,
  })
  async plan(
    @CurrentActor() actor: Actor,
    @Body() { unitId, ...event }: z.infer<typeof newEvent>,
  ): Promise<z.input<typeof created>> {
    return { id: await this.sessions.plan(actor, unitId, event) };
  }

  @Route('GET', ':id/roll', {
    summary: 'A session with everyone who may be called; every reading is on record',
    allow: 'session:record',
    params: byId,
    response: roll,
  })
  async roll(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byId>): Promise<z.input<typeof roll>> {
    const { session, people, present } = await this.queries.roll(actor, id);
    return { session: sessionResponse(session), people, present };
  }

  @Route('POST', ':id/matches', {
    summary: 'Match a pasted list with the roll; what is not certain comes back to be asked',
    allow: 'session:record',
    params: byId,
    body: pastedList,
    response: matchedList,
  })
  async match(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byId>,
    @Body() { text }: z.infer<typeof pastedList>,
  ): Promise<z.input<typeof matchedList>> {
    const lines = await this.queries.match(actor, id, text);
    return {
      lines: lines.map((line) => ('candidates' in line ? { ...line, candidates: [...line.candidates] } : { ...line })),
    };
  }

  @Route('POST', ':id/roll-call', {
    summary: 'Who was there, by part: people get credit, and the unit for what it provided; once',
    allow: 'session:record',
    params: byId,
    body: rollCall,
    status: 204,
  })
  async rollCall(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byId>,
    @Body() { present }: z.infer<typeof rollCall>,
  ): Promise<void> {
    await this.sessions.rollCall(actor, id, present);
  }

  @Route('PUT', ':id/proof', {
    summary: 'Keep the scanned attendance sheet (PDF, PNG or JPEG, up to 8 MB), as the file of a multipart form',
    allow: 'session:record',
    params: byId,
    status: 204,
  })
  async keep(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byId>,
    @Req() request: MadangRequest,
  ): Promise<void> {
    const { name, bytes } = await uploadedFile(request);
    await this.proofs.keep(actor, id, name, bytes);
  }

  @Route('GET', ':id/proof', {
    summary: 'The scanned attendance sheet; every reading is on record',
    allow: 'session:record',
    params: byId,
    produces: 'application/octet-stream',
  })
  async open(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byId>): Promise<StreamableFile> {
    const { stream, name, type } = await this.proofs.open(actor, id);
    return new StreamableFile(stream, {
      type,
      disposition: `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    });
  }
}

function sessionResponse({ parts, ...session }: OpenedSession): z.input<typeof liveSession> {
  return { ...session, parts: parts.map((part) => ({ ...part, topics: [...part.topics] })) };
}
