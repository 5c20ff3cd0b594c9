import type { Actor } from '#libs/actor';
import { CONFIG, type Config } from '#libs/config';
import { CourseService } from '#libs/courses';
import { ClassCourseService, ClassService, ClassTransferService, SessionService } from '#libs/sessions';
import { Body, Controller, Inject, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { created } from '../http/schemas.js';
import { obligationResponse } from '../obligations/obligation.response.js';
import {
  addedPupils,
  byCourse,
  byUnit,
  classCourses,
  classEnrolled,
  classEnrollment,
  classList,
  classPage,
  codeRequest,
  codeSheets,
  newPupils,
  newSession,
  present,
  presentQuery,
  transfer,
} from './school.schema.js';
import { signInQr } from './sign-in-card.js';

/** The class teacher's room. */
@Tag('school')
@Controller('school')
export class SchoolController {
  constructor(
    private readonly classes: ClassService,
    private readonly classCourses: ClassCourseService,
    private readonly sessions: SessionService,
    private readonly courses: CourseService,
    private readonly transfers: ClassTransferService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Route('GET', 'classes', {
    summary: 'My classes, with what the semester still asks for',
    allow: 'class:teach',
    response: classList,
  })
  async list(@CurrentActor() actor: Actor): Promise<z.input<typeof classList>> {
    const classes = await this.classes.list(actor);
    return {
      items: classes.map(({ obligations, path, teachers, ...rest }) => ({
        ...rest,
        path: [...path],
        teachers: [...teachers],
        obligations: obligations.map((view) => ({ ...obligationResponse(view), cycle: view.cycle.key })),
      })),
    };
  }

  @Route('GET', 'classes/:unitId', {
    summary: 'A class: pupils, what it owes and why, lessons held',
    allow: 'class:teach',
    params: byUnit,
    response: classPage,
  })
  async get(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: z.infer<typeof byUnit>,
  ): Promise<z.input<typeof classPage>> {
    const page = await this.classes.get(actor, unitId);
    return {
      ...page,
      path: [...page.path],
      students: [...page.students],
      obligations: page.obligations.map((view) => obligationResponse(view)),
      sessions: page.sessions.map((session) => ({ ...session, topics: [...session.topics] })),
    };
  }

  @Route('GET', 'classes/:unitId/courses', {
    summary: 'Courses that the class takes, by number and never by name',
    allow: 'class:teach',
    params: byUnit,
    response: classCourses,
  })
  async courseList(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: z.infer<typeof byUnit>,
  ): Promise<z.input<typeof classCourses>> {
    return { items: await this.classCourses.list(actor, unitId) };
  }

  @Route('POST', 'classes/:unitId/enrollments', {
    summary: 'Begin a course for the pupils of a class; who is learning it already goes on',
    allow: 'class:teach',
    params: byUnit,
    body: classEnrollment,
    response: classEnrolled,
    status: 201,
    idempotent: true,
  })
  async enroll(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: z.infer<typeof byUnit>,
    @Body() { course }: z.infer<typeof classEnrollment>,
  ): Promise<z.input<typeof classEnrolled>> {
    return { enrolled: await this.classCourses.enroll(actor, unitId, course) };
  }

  @Route('POST', 'classes/:unitId/pupils', {
    summary: 'Bring pupils into a class by a pseudonym',
    allow: 'class:teach',
    params: byUnit,
    body: newPupils,
    response: addedPupils,
    status: 201,
    idempotent: true,
  })
  async addPupils(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: z.infer<typeof byUnit>,
    @Body() { pseudonyms }: z.infer<typeof newPupils>,
  ): Promise<z.input<typeof addedPupils>> {
    return { added: (await this.classes.addPupils(actor, unitId, pseudonyms)).length };
  }

  @Route('POST', 'classes/:unitId/codes', {
    summary: 'New secret codes for pupils, shown this once; the ones before no longer open anything',
    allow: 'class:teach',
    params: byUnit,
    body: codeRequest,
    response: codeSheets,
    status: 201,
  })
  async issueCodes(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: z.infer<typeof byUnit>,
    @Body() { personIds }: z.infer<typeof codeRequest>,
  ): Promise<z.input<typeof codeSheets>> {
    const { classCode, sheets } = await this.classes.issueCodes(actor, unitId, personIds);
    const { MADANG_ORIGIN } = this.config;
    return {
      classCode,
      sheets: sheets.map((sheet) => ({ ...sheet, qr: signInQr(MADANG_ORIGIN, sheet.login, sheet.code) })),
    };
  }

  @Route('POST', 'classes/:unitId/transfers', {
    summary: 'A pupil goes to another class, or leaves the school, while the semester runs',
    allow: 'class:manage',
    params: byUnit,
    body: transfer,
    status: 204,
  })
  async transfer(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: z.infer<typeof byUnit>,
    @Body() moved: z.infer<typeof transfer>,
  ): Promise<void> {
    await this.transfers.transfer(actor, unitId, moved);
  }

  @Route('POST', 'classes/:unitId/sessions', {
    summary: 'Record a lesson that was held with the class',
    allow: 'class:teach',
    params: byUnit,
    body: newSession,
    response: created,
    status: 201,
    idempotent: true,
  })
  async record(
    @CurrentActor() actor: Actor,
    @Param() { unitId }: z.infer<typeof byUnit>,
    @Body() session: z.infer<typeof newSession>,
  ): Promise<z.input<typeof created>> {
    return { id: await this.sessions.record(actor, unitId, session) };
  }

  @Route('GET', 'present/:code', {
    summary: 'A course to run with the class on the big screen: all lessons as the player gets them',
    allow: 'class:teach',
    params: byCourse,
    query: presentQuery,
    response: present,
  })
  async present(
    @CurrentActor() actor: Actor,
    @Param() { code }: z.infer<typeof byCourse>,
    @Query() { language }: z.infer<typeof presentQuery>,
  ): Promise<z.input<typeof present>> {
    const { content, pilot, number, lessons } = await this.courses.present(code, language ?? actor.language);
    const { title, credit } = content.document;
    const { minutes, topics, method } = credit;
    return { course: { code, title, minutes, topics, method, pilot, version: number }, lessons };
  }
}
