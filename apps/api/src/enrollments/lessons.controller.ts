import type { Actor } from '#libs/actor';
import { AttemptService, LessonService } from '#libs/learning';
import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import {
  answers,
  attempt,
  byLesson,
  enrolledLesson,
  inLanguage,
  ofLesson,
  progress,
  progressAnswer,
} from './enrollments.schema.js';

@Tag('enrollments')
@Controller('enrollments/:id/lessons/:lessonId')
export class LessonsController {
  constructor(
    private readonly lessons: LessonService,
    private readonly attempts: AttemptService,
  ) {}

  @Route('GET', '', {
    summary: 'A lesson to learn; a quiz comes with its open attempt',
    allow: 'signed-in',
    params: byLesson,
    query: ofLesson,
    response: enrolledLesson,
  })
  content(
    @CurrentActor() actor: Actor,
    @Param() { id, lessonId }: z.infer<typeof byLesson>,
    @Query() { language, easy }: z.infer<typeof ofLesson>,
  ): Promise<z.input<typeof enrolledLesson>> {
    return this.lessons.content(actor, id, lessonId, language ?? actor.language, easy);
  }

  @Route('PUT', 'progress', {
    summary: 'A sign of life in a lesson, where to resume, and that a reading is done',
    allow: 'signed-in',
    params: byLesson,
    body: progress,
    response: progressAnswer,
  })
  progress(
    @CurrentActor() actor: Actor,
    @Param() { id, lessonId }: z.infer<typeof byLesson>,
    @Body() body: z.infer<typeof progress>,
  ): Promise<z.input<typeof progressAnswer>> {
    return this.lessons.progress(actor, id, lessonId, body);
  }

  @Route('POST', 'attempts', {
    summary: 'Submit a quiz or a path through a scenario; the same attempt again gets the result it had',
    allow: 'signed-in',
    params: byLesson,
    query: inLanguage,
    body: answers,
    response: attempt,
    status: 201,
  })
  submit(
    @CurrentActor() actor: Actor,
    @Param() { id, lessonId }: z.infer<typeof byLesson>,
    @Query() { language }: z.infer<typeof inLanguage>,
    @Body() body: z.infer<typeof answers>,
  ): Promise<z.input<typeof attempt>> {
    return this.attempts.submit(actor, id, lessonId, body.answers, language ?? actor.language);
  }
}
