import { AccessService, AccountService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { ReviewService, VersionQueries } from '#libs/courses';
import { PeopleService } from '#libs/people';
import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { created } from '../http/schemas.js';
import { appointment, byHolder, candidates, holders, waiting } from './versions.schema.js';

/** Who reads for which seat, and what waits for them. */
@Tag('studio')
@Controller()
export class ReviewsController {
  constructor(
    private readonly versions: VersionQueries,
    private readonly reviews: ReviewService,
    private readonly people: PeopleService,
    private readonly accounts: AccountService,
    private readonly access: AccessService,
  ) {}

  @Route('GET', 'reviews', {
    summary: 'Versions that wait for my word, by the seats I hold',
    allow: 'course:review',
    response: waiting,
  })
  async waiting(@CurrentActor() actor: Actor): Promise<z.input<typeof waiting>> {
    return { items: await this.versions.waitingFor(this.access.requirePerson(actor)) };
  }

  @Route('GET', 'review-seats', { summary: 'Who reads for which seat', allow: 'course:inspect', response: holders })
  async holders(): Promise<z.input<typeof holders>> {
    const found = await this.reviews.holders();
    const names = await this.people.names(found.map(({ personId }) => personId));
    return { items: found.map((holder) => ({ ...holder, name: names.get(holder.personId)?.name ?? '' })) };
  }

  @Route('GET', 'review-candidates', {
    summary: 'Who has the role of a reviewer and may be asked to read for a seat',
    allow: 'course:manage',
    response: candidates,
  })
  async candidates(): Promise<z.input<typeof candidates>> {
    const ids = await this.accounts.holdersOf('reviewer');
    const names = await this.people.names(ids);
    return { items: ids.map((personId) => ({ personId, name: names.get(personId)?.name ?? '' })) };
  }

  @Route('POST', 'review-seats', {
    summary: 'Ask someone to read for a seat',
    allow: 'course:manage',
    body: appointment,
    response: created,
    status: 201,
  })
  appoint(
    @CurrentActor() actor: Actor,
    @Body() { personId, seat, affiliation }: z.infer<typeof appointment>,
  ): Promise<z.input<typeof created>> {
    return this.reviews.appoint(actor, personId, seat, affiliation);
  }

  @Route('DELETE', 'review-seats/:id', {
    summary: 'End a seat; what was signed stays signed',
    allow: 'course:manage',
    params: byHolder,
    status: 204,
  })
  async dismiss(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byHolder>): Promise<void> {
    await this.reviews.dismiss(actor, id);
  }
}
