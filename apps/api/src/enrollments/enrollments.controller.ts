import type { Actor } from '#libs/actor';
import { CertificateQueries } from '#libs/certificates';
import { AttemptService, EnrollmentQueries, EnrollmentService } from '#libs/learning';
import { Body, Controller, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { byId, created } from '../http/schemas.js';
import {
  enrollment,
  enrollmentList,
  inLanguage,
  newEnrollment,
  routeChoice,
  standing,
  testOut,
} from './enrollments.schema.js';

@Tag('enrollments')
@Controller('enrollments')
export class EnrollmentsController {
  constructor(
    private readonly enrollments: EnrollmentService,
    private readonly queries: EnrollmentQueries,
    private readonly attempts: AttemptService,
    private readonly certificates: CertificateQueries,
  ) {}

  @Route('GET', '', { summary: 'My enrollments, newest first', allow: 'signed-in', response: enrollmentList })
  async list(@CurrentActor() actor: Actor): Promise<z.input<typeof enrollmentList>> {
    return { items: await this.queries.list(actor) };
  }

  @Route('POST', '', {
    summary: 'Start a course; answers 200 with the one under way when there is one',
    allow: 'signed-in',
    body: newEnrollment,
    response: created,
    status: 201,
    idempotent: true,
  })
  async enroll(
    @CurrentActor() actor: Actor,
    @Body() { course, obligation, route }: z.infer<typeof newEnrollment>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof created>> {
    const { id, created: isNew } = await this.enrollments.enroll(actor, course, { obligationId: obligation, route });
    if (!isNew) void reply.status(200);
    return { id };
  }

  @Route('GET', ':id', {
    summary: 'Where I stand in a course, lesson by lesson',
    allow: 'signed-in',
    params: byId,
    response: enrollment,
  })
  async get(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byId>): Promise<z.input<typeof enrollment>> {
    const view = await this.queries.get(actor, id);
    if (view.completion === null) return { ...view, completion: null };
    const certificate = await this.certificates.ofCompletion(view.completion.id);
    // Until it has a number it is known by its completion; the file's address takes both.
    return {
      ...view,
      completion: { ...view.completion, certificate: certificate ?? { id: view.completion.id, state: 'requested' } },
    };
  }
  @Route('PUT', ':id/route', {
    summary: 'Change the route; finished lessons stay finished, and where that was all, the course is completed',
    allow: 'signed-in',
    params: byId,
    body: routeChoice,
    response: standing,
  })
  changeRoute(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byId>,
    @Body() { route }: z.infer<typeof routeChoice>,
  ): Promise<z.input<typeof standing>> {
    return this.enrollments.changeRoute(actor, id, route);
  }

  @Route('POST', ':id/version', {
    summary: "Go on in the course's current version; what was finished in a lesson of the same content counts there",
    allow: 'signed-in',
    params: byId,
    response: standing,
  })
  moveToCurrent(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byId>,
  ): Promise<z.input<typeof standing>> {
    return this.enrollments.moveToCurrent(actor, id);
  }

  @Route('POST', ':id/test-out', {
    summary: 'Open the final quiz with items not seen before, as another way to prove; answer it as an attempt',
    allow: 'signed-in',
    params: byId,
    query: inLanguage,
    response: testOut,
  })
  testOut(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byId>,
    @Query() { language }: z.infer<typeof inLanguage>,
  ): Promise<z.input<typeof testOut>> {
    return this.attempts.openTestOut(actor, id, language ?? actor.language);
  }
}
