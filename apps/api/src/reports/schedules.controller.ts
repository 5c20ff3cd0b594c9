import type { Actor } from '#libs/actor';
import { ScheduleService } from '#libs/reports';
import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { byId, created } from '../http/schemas.js';
import { scheduleInput, scheduleList } from './exports.schema.js';

@Tag('reports')
@Controller('reports/schedules')
export class SchedulesController {
  constructor(private readonly schedules: ScheduleService) {}

  @Route('GET', '', {
    summary: 'Reports that come by themselves: those the caller gets or has set up',
    allow: 'report:people',
    response: scheduleList,
  })
  async list(@CurrentActor() actor: Actor): Promise<z.input<typeof scheduleList>> {
    return { items: [...(await this.schedules.list(actor))] };
  }

  @Route('POST', '', {
    summary: 'Have a report made every week or month for someone, within their scope of that day',
    allow: 'report:people',
    body: scheduleInput,
    response: created,
    status: 201,
    idempotent: true,
  })
  create(
    @CurrentActor() actor: Actor,
    @Body() { kind, format, every, personId, ...query }: z.infer<typeof scheduleInput>,
  ): Promise<z.input<typeof created>> {
    return this.schedules.create(actor, { kind, format, every, personId: personId ?? actor.personId ?? '', query });
  }

  @Route('DELETE', ':id', {
    summary: 'End it, by whoever set it up or gets it',
    allow: 'report:people',
    params: byId,
    status: 204,
  })
  end(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byId>): Promise<void> {
    return this.schedules.end(actor, id);
  }
}
