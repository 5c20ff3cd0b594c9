import type { Actor } from '#libs/actor';
import { CertificateQueries } from '#libs/certificates';
import { EnrollmentService } from '#libs/learning';
import { Body, Controller, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { byId, created } from '../http/schemas.js';
import { enrollment, enrollmentList, newEnrollment } from './enrollments.schema.js';

@Tag('enrollments')
@Controller('enrollments')
export class EnrollmentsController {
  constructor(
    private readonly enrollments: EnrollmentService,
    private readonly certificates: CertificateQueries,
  ) {}

  @Route('GET', '', { summary: 'My enrollments, newest first', allow: 'signed-in', response: enrollmentList })
  async list(@CurrentActor() actor: Actor): Promise<z.input<typeof enrollmentList>> {
    return { items: await this.enrollments.list(actor) };
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
    @Body() { course }: z.infer<typeof newEnrollment>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof created>> {
    const { id, created: isNew } = await this.enrollments.enroll(actor, course);
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
    const view = await this.enrollments.get(actor, id);
    if (view.completion === null) return { ...view, completion: null };
    const certificate = await this.certificates.ofCompletion(view.completion.id);
    // Until it has a number it is known by its completion; the file's address takes both.
    return {
      ...view,
      completion: { ...view.completion, certificate: certificate ?? { id: view.completion.id, state: 'requested' } },
    };
  }
}
