import type { Actor } from '#libs/actor';
import { ArguedCaseService, StatisticsQueries } from '#libs/learning';
import { Body, Controller, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { caseMarks, markedCase, waitingCases } from '../enrollments/argued-cases.schema.js';
import { inLanguage } from '../enrollments/enrollments.schema.js';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { byId } from '../http/schemas.js';
import { byDraft } from './studio.schema.js';

const share = z.number().min(0).max(1).nullable();

const statistics = z.object({
  version: z.int(),
  items: z.array(
    z.object({
      code: z.string(),
      answered: z.int(),
      right: share.meta({ description: 'Null below 10 answers' }),
    }),
  ),
  gain: z
    .object({
      persons: z.int(),
      before: z.number(),
      after: z.number(),
      normalized: z.number().nullable(),
    })
    .nullable()
    .meta({ description: 'From the pre-test to the first final quiz; null below 10 people' }),
});

/** What trainers see of learning: how items do, and cases to mark. Never who. */
@Tag('studio')
@Controller('studio')
export class TeachingController {
  constructor(
    private readonly cases: ArguedCaseService,
    private readonly queries: StatisticsQueries,
  ) {}

  @Route('GET', 'courses/:code/statistics', {
    summary: "How the current version's items do, and what the course taught; no persons, no small groups",
    allow: 'course:author',
    params: byDraft,
    response: statistics,
  })
  statistics(@Param() { code }: z.infer<typeof byDraft>): Promise<z.input<typeof statistics>> {
    return this.queries.of(code);
  }

  @Route('GET', 'argued-cases', {
    summary: 'Argued cases that wait for a mark, without names',
    allow: 'course:author',
    query: inLanguage,
    response: waitingCases,
  })
  async waiting(
    @CurrentActor() actor: Actor,
    @Query() { language }: z.infer<typeof inLanguage>,
  ): Promise<z.input<typeof waitingCases>> {
    return { items: await this.cases.waiting(actor, language ?? actor.language) };
  }

  @Route('POST', 'argued-cases/:id/marks', {
    summary: 'Mark an argued case by its rubric, with a reply',
    allow: 'course:author',
    params: byId,
    body: caseMarks,
    response: markedCase,
  })
  async mark(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byId>,
    @Body() { marks, reply }: z.infer<typeof caseMarks>,
  ): Promise<z.input<typeof markedCase>> {
    return { state: await this.cases.mark(actor, id, marks, reply) };
  }
}
