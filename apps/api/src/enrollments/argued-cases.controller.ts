import type { Actor } from '#libs/actor';
import { ArguedCaseService } from '#libs/learning';
import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { byId, created } from '../http/schemas.js';
import { arguedCases, newArguedCase } from './argued-cases.schema.js';
import { inLanguage } from './enrollments.schema.js';

@Tag('enrollments')
@Controller('enrollments/:id/argued-cases')
export class ArguedCasesController {
  constructor(private readonly cases: ArguedCaseService) {}

  @Route('GET', '', {
    summary: 'Cases of the course that may be argued in writing, and what I handed in',
    allow: 'signed-in',
    params: byId,
    query: inLanguage,
    response: arguedCases,
  })
  get(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byId>,
    @Query() { language }: z.infer<typeof inLanguage>,
  ): Promise<z.input<typeof arguedCases>> {
    return this.cases.get(actor, id, language ?? actor.language);
  }

  @Route('POST', '', {
    summary: 'Hand in a case argued in writing; a person marks it without my name',
    allow: 'signed-in',
    params: byId,
    body: newArguedCase,
    response: created,
    status: 201,
    idempotent: true,
  })
  async submit(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byId>,
    @Body() { code, words }: z.infer<typeof newArguedCase>,
  ): Promise<z.input<typeof created>> {
    return { id: await this.cases.submit(actor, id, code, words) };
  }
}
