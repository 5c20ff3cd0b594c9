import type { Actor } from '#libs/actor';
import { SourceService } from '#libs/rosters';
import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { byRun, guardChange, sourceList } from './imports.schema.js';

/** Where lists come from, and when they stop and ask. */
@Tag('imports')
@Controller('import-sources')
export class SourcesController {
  constructor(private readonly sources: SourceService) {}

  @Route('GET', '', {
    summary: 'Where lists of the units that I look after have come from, the latest first',
    allow: 'roster:import',
    response: sourceList,
  })
  async list(@CurrentActor() actor: Actor): Promise<z.input<typeof sourceList>> {
    return { items: [...(await this.sources.list(actor))] };
  }

  @Route('PUT', ':id/guard', {
    summary: 'From which share of missing people on its lists stop and ask',
    allow: 'roster:import',
    params: byRun,
    body: guardChange,
    status: 204,
  })
  async guard(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byRun>,
    @Body() { percent }: z.infer<typeof guardChange>,
  ): Promise<void> {
    await this.sources.setDropPercent(actor, id, percent);
  }
}
