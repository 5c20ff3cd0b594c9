import type { Actor } from '#libs/actor';
import { ReviewService, StudioService, VersionQueries, type VersionView } from '#libs/courses';
import { PeopleService } from '#libs/people';
import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { byDraft, published } from './studio.schema.js';
import {
  between,
  byVersion,
  byVersionLesson,
  differences,
  inLanguage,
  retirement,
  review,
  reviewAnswer,
  submission,
  submitted,
  translation,
  version,
  versionLesson,
  versionList,
  wholeVersion,
  withdrawn,
} from './versions.schema.js';

/** The versions of a course on their way from draft to retired. */
@Tag('studio')
@Controller('studio/courses/:code')
export class VersionsController {
  constructor(
    private readonly versions: VersionQueries,
    private readonly reviews: ReviewService,
    private readonly studio: StudioService,
    private readonly people: PeopleService,
  ) {}

  @Route('POST', 'submission', {
    summary: 'Put the draft before the reviewers as the next version',
    allow: 'course:author',
    params: byDraft,
    body: submission,
    response: submitted,
    status: 201,
    idempotent: true,
  })
  submit(
    @CurrentActor() actor: Actor,
    @Param() { code }: z.infer<typeof byDraft>,
    @Body() body: z.infer<typeof submission>,
  ): Promise<z.input<typeof submitted>> {
    return this.studio.submit(actor, code, body);
  }

  @Route('GET', 'versions', {
    summary: 'All versions, newest first, with who wrote, signed and dissented',
    allow: 'course:inspect',
    params: byDraft,
    response: versionList,
  })
  async list(@Param() { code }: z.infer<typeof byDraft>): Promise<z.input<typeof versionList>> {
    return { items: await withNames(this.people, await this.versions.list(code)) };
  }

  @Route('GET', 'versions/:number', {
    summary: 'A version with its content',
    allow: 'course:inspect',
    params: byVersion,
    response: wholeVersion,
  })
  async get(
    @CurrentActor() actor: Actor,
    @Param() { code, number }: z.infer<typeof byVersion>,
  ): Promise<z.input<typeof wholeVersion>> {
    const { document, ...view } = await this.versions.get(code, number);
    const [named] = await withNames(this.people, [view]);
    const held = actor.personId === null ? [] : await this.reviews.seatsHeldBy(actor.personId);
    const wrote = actor.personId !== null && view.authors.includes(actor.personId);
    const mySeats = wrote ? [] : held.filter((seat) => document.seats.includes(seat));
    return { ...(named ?? nobody(view)), mySeats, document };
  }

  @Route('GET', 'versions/:number/lessons/:slug', {
    summary: 'A lesson of a version as the player gets it',
    allow: 'course:inspect',
    params: byVersionLesson,
    query: inLanguage,
    response: versionLesson,
  })
  lesson(
    @CurrentActor() actor: Actor,
    @Param() { code, number, slug }: z.infer<typeof byVersionLesson>,
    @Query() { language }: z.infer<typeof inLanguage>,
  ): Promise<z.input<typeof versionLesson>> {
    return this.versions.lesson(code, number, slug, language ?? actor.language);
  }

  @Route('GET', 'differences', {
    summary: 'In what two versions differ, for people to read: texts, items, settings',
    allow: 'course:inspect',
    params: byDraft,
    query: between,
    response: differences,
  })
  async compare(
    @Param() { code }: z.infer<typeof byDraft>,
    @Query() { from, to }: z.infer<typeof between>,
  ): Promise<z.input<typeof differences>> {
    return { items: await this.versions.differences(code, from ?? null, to ?? null) };
  }

  @Route('GET', 'translation', {
    summary: 'How far each lesson is in each language',
    allow: 'course:inspect',
    params: byDraft,
    response: translation,
  })
  async translation(@Param() { code }: z.infer<typeof byDraft>): Promise<z.input<typeof translation>> {
    return { items: await this.versions.translation(code) };
  }

  @Route('PUT', 'versions/:number/review', {
    summary: 'Sign a version for a seat that I hold, or dissent with a text',
    allow: 'course:review',
    params: byVersion,
    body: review,
    response: reviewAnswer,
  })
  review(
    @CurrentActor() actor: Actor,
    @Param() { code, number }: z.infer<typeof byVersion>,
    @Body() body: z.infer<typeof review>,
  ): Promise<z.input<typeof reviewAnswer>> {
    return this.reviews.review(actor, code, number, body);
  }

  @Route('POST', 'versions/:number/publication', {
    summary: 'Publish a version in review or signed; without its signatures as a pilot (시범판)',
    allow: 'course:author',
    params: byVersion,
    response: published,
  })
  publish(
    @CurrentActor() actor: Actor,
    @Param() { code, number }: z.infer<typeof byVersion>,
  ): Promise<z.input<typeof published>> {
    return this.reviews.publish(actor, code, number);
  }

  @Route('POST', 'versions/:number/withdrawal', {
    summary: 'Take a version back from its reviewers and go on writing from it',
    allow: 'course:author',
    params: byVersion,
    response: withdrawn,
  })
  withdraw(
    @CurrentActor() actor: Actor,
    @Param() { code, number }: z.infer<typeof byVersion>,
  ): Promise<z.input<typeof withdrawn>> {
    return this.reviews.withdraw(actor, code, number);
  }

  @Route('POST', 'versions/:number/retirement', {
    summary: 'Take a published version away from new learners; who is under way finishes it',
    allow: 'course:manage',
    params: byVersion,
    body: retirement,
    status: 204,
  })
  async retire(
    @CurrentActor() actor: Actor,
    @Param() { code, number }: z.infer<typeof byVersion>,
    @Body() { reason }: z.infer<typeof retirement>,
  ): Promise<void> {
    await this.reviews.retire(actor, code, number, reason);
  }
}

/** The persons of versions by their names: a name that was destroyed leaves an empty one. */
export async function withNames(
  people: PeopleService,
  views: readonly VersionView[],
): Promise<z.input<typeof version>[]> {
  const ids = views.flatMap(({ authors, submittedBy, reviews }) => [
    ...authors,
    ...(submittedBy === null ? [] : [submittedBy]),
    ...reviews.map(({ personId }) => personId),
  ]);
  const names = await people.names([...new Set(ids)]);
  const named = (id: string) => ({ name: names.get(id)?.name ?? '' });
  return views.map(({ authors, submittedBy, reviews, ...view }) => ({
    ...view,
    authors: authors.map(named),
    submittedBy: submittedBy === null ? null : named(submittedBy),
    reviews: reviews.map(({ personId, ...given }) => ({ ...given, by: named(personId) })),
  }));
}

function nobody(view: VersionView): z.input<typeof version> {
  return { ...view, authors: [], submittedBy: null, reviews: [] };
}
