import type { Actor } from '#libs/actor';
import { CourseQueries, type CourseSummary, VersionQueries } from '#libs/courses';
import { type EnrollmentItem, EnrollmentQueries } from '#libs/learning';
import { PeopleService } from '#libs/people';
import { Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { withNames } from '../studio/versions.controller.js';
import { makers } from '../studio/versions.schema.js';
import { byCourse, catalogue, catalogueQuery, coursePage, guide, guideQuery } from './courses.schema.js';

@Tag('courses')
@Controller('courses')
export class CoursesController {
  constructor(
    private readonly courses: CourseQueries,
    private readonly versions: VersionQueries,
    private readonly people: PeopleService,
    private readonly enrollments: EnrollmentQueries,
  ) {}

  @Route('GET', '', {
    summary: 'The catalogue, with how far I am',
    allow: 'signed-in',
    query: catalogueQuery,
    response: catalogue,
  })
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: z.infer<typeof catalogueQuery>,
  ): Promise<z.input<typeof catalogue>> {
    const { items, nextCursor } = await this.courses.catalogue(query);
    const mine = await this.enrollments.newestByCourse(actor);
    return { items: items.map((course) => withMine(course, mine)), nextCursor };
  }

  @Route('GET', ':code', {
    summary: 'A course: what it teaches, its lessons, its sources and who has signed',
    allow: 'signed-in',
    params: byCourse,
    response: coursePage,
  })
  async page(
    @CurrentActor() actor: Actor,
    @Param() { code }: z.infer<typeof byCourse>,
  ): Promise<z.input<typeof coursePage>> {
    const page = await this.courses.page(code);
    return withMine(page, await this.enrollments.newestByCourse(actor));
  }

  @Route('GET', ':code/makers', {
    summary: 'Who made this: who wrote, signed and dissented, version by version',
    allow: 'signed-in',
    params: byCourse,
    response: makers,
  })
  async makers(@Param() { code }: z.infer<typeof byCourse>): Promise<z.input<typeof makers>> {
    const { title } = await this.courses.page(code);
    // What never reached a learner is between its authors and reviewers.
    const shown = (await this.versions.list(code)).filter(({ publishedAt }) => publishedAt !== null);
    return { title, versions: await withNames(this.people, shown) };
  }

  @Route('GET', ':code/guide', {
    summary: "The facilitator's guide to the live part, for those who lead it",
    allow: 'course:guide',
    params: byCourse,
    query: guideQuery,
    response: guide,
  })
  guide(
    @CurrentActor() actor: Actor,
    @Param() { code }: z.infer<typeof byCourse>,
    @Query() { language }: z.infer<typeof guideQuery>,
  ): Promise<z.input<typeof guide>> {
    return this.courses.guide(code, language ?? actor.language);
  }
}

function withMine<T extends CourseSummary>(course: T, mine: ReadonlyMap<string, EnrollmentItem>) {
  return { ...course, enrollment: mine.get(course.code) ?? null };
}
