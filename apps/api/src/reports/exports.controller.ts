import type { Actor } from '#libs/actor';
import { ExportService } from '#libs/reports';
import { Body, Controller, Param, StreamableFile } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { byId } from '../http/schemas.js';
import { exportInput, exportList, exportView } from './exports.schema.js';

@Tag('reports')
@Controller('reports/exports')
export class ExportsController {
  constructor(private readonly exports: ExportService) {}

  @Route('GET', '', {
    summary: 'The files the caller has asked for, with how far they are',
    allow: 'report:people',
    response: exportList,
  })
  async list(@CurrentActor() actor: Actor): Promise<z.input<typeof exportList>> {
    return { items: [...(await this.exports.list(actor))] };
  }

  @Route('POST', '', {
    summary: 'Ask for a file; a job writes it, and the reason is kept',
    allow: 'report:people',
    body: exportInput,
    response: exportView,
    status: 201,
    idempotent: true,
  })
  request(
    @CurrentActor() actor: Actor,
    @Body() { kind, format, reason, ...query }: z.infer<typeof exportInput>,
  ): Promise<z.input<typeof exportView>> {
    return this.exports.request(actor, { kind, format, reason, query });
  }

  @Route('GET', ':id', {
    summary: 'How far a file is',
    allow: 'report:people',
    params: byId,
    response: exportView,
  })
  get(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byId>): Promise<z.input<typeof exportView>> {
    return this.exports.get(actor, id);
  }

  @Route('DELETE', ':id', {
    summary: 'Stop writing a file, or end the time of one that is ready',
    allow: 'report:people',
    params: byId,
    status: 204,
  })
  cancel(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byId>): Promise<void> {
    return this.exports.cancel(actor, id);
  }

  @Route('GET', ':id/file', {
    summary: 'The file itself, for the one who asked and until it expires; every download is on record',
    allow: 'report:people',
    params: byId,
    produces: 'application/octet-stream',
  })
  async file(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byId>): Promise<StreamableFile> {
    const { name, type, stream } = await this.exports.open(actor, id);
    return new StreamableFile(stream, { type, disposition: `attachment; filename="${name}"` });
  }
}
