import type { Actor } from '#libs/actor';
import { DoublesService } from '#libs/rosters';
import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { byDouble, doubleList, mergeChoice } from './imports.schema.js';
import { MERGED_ROWS } from './merged-rows.js';

/** Persons who may be one. */
@Tag('imports')
@Controller('doubles')
export class DoublesController {
  constructor(private readonly doubles: DoublesService) {}

  @Route('GET', '', {
    summary: 'Persons who may be one, of those I look after; open ones first',
    allow: 'roster:import',
    response: doubleList,
  })
  async list(@CurrentActor() actor: Actor): Promise<z.input<typeof doubleList>> {
    const doubles = await this.doubles.list(actor);
    return {
      items: doubles.map((double) => ({
        ...double,
        persons: double.persons.map((person) => ({ ...person, units: [...person.units] })),
      })),
    };
  }

  @Route('POST', ':id/merge', {
    summary: 'They are one: the other goes on as an alias, with all its evidence',
    allow: 'roster:import',
    params: byDouble,
    body: mergeChoice,
    status: 204,
  })
  async merge(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byDouble>,
    @Body() { kept }: z.infer<typeof mergeChoice>,
  ): Promise<void> {
    await this.doubles.merge(actor, id, kept, MERGED_ROWS);
  }

  @Route('POST', ':id/apart', {
    summary: 'They are two',
    allow: 'roster:import',
    params: byDouble,
    status: 204,
  })
  async apart(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byDouble>): Promise<void> {
    await this.doubles.keepApart(actor, id);
  }

  @Route('POST', ':id/reopen', {
    summary: 'Take the decision back; a merge is undone',
    allow: 'roster:import',
    params: byDouble,
    status: 204,
  })
  async reopen(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byDouble>): Promise<void> {
    await this.doubles.reopen(actor, id);
  }
}
