import type { Actor } from '#libs/actor';
import { FlagService } from '#libs/courses';
import { PeopleService } from '#libs/people';
import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { byId, created } from '../http/schemas.js';
import { byDraft } from './studio.schema.js';
import { flagQuery, flags, newFlag, resolution } from './versions.schema.js';

/** What of the courses needs looking at again. */
@Tag('studio')
@Controller()
export class FlagsController {
  constructor(
    private readonly flags: FlagService,
    private readonly people: PeopleService,
  ) {}

  @Route('GET', 'course-flags', {
    summary: 'Courses to be revised: why, by whom, until when',
    allow: 'course:inspect',
    query: flagQuery,
    response: flags,
  })
  async list(@Query() { state }: z.infer<typeof flagQuery>): Promise<z.input<typeof flags>> {
    const found = await this.flags.list(state);
    const names = await this.people.names(found.flatMap(({ ownerId }) => ownerId ?? []));
    return {
      items: found.map(({ ownerId, raisedBy, ...flag }) => ({
        ...flag,
        owner: ownerId === null ? null : { name: names.get(ownerId)?.name ?? '' },
        noticed: raisedBy === null,
      })),
    };
  }

  @Route('POST', 'studio/courses/:code/flags', {
    summary: 'Mark a course for revision',
    allow: 'course:inspect',
    params: byDraft,
    body: newFlag,
    response: created,
    status: 201,
    idempotent: true,
  })
  raise(
    @CurrentActor() actor: Actor,
    @Param() { code }: z.infer<typeof byDraft>,
    @Body() body: z.infer<typeof newFlag>,
  ): Promise<z.input<typeof created>> {
    return this.flags.raise(actor, code, body);
  }

  @Route('POST', 'course-flags/:id/resolution', {
    summary: 'Say what was done about it',
    allow: 'course:author',
    params: byId,
    body: resolution,
    status: 204,
  })
  async resolve(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byId>,
    @Body() body: z.infer<typeof resolution>,
  ): Promise<void> {
    await this.flags.resolve(actor, id, body.resolution);
  }
}
