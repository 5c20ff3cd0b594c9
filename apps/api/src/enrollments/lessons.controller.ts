import type { Actor } from '#libs/actor';
import { AttemptService, LessonService, ReflectionService } from '#libs/learning';
import { Body, Controller, Headers, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { sendFilm } from '../http/film.js';
import { Route, Tag } from '../http/route.js';
import {
  answers,
  attempt,
  byCaptions,
  byLesson,
  enrolledLesson,
  inLanguage,
  ofLesson,
  progress,
  progressAnswer,
  reflection,
  reflectionText,
} from './enrollments.schema.js';

@Tag('enrollments')
@Controller('enrollments/:id/lessons/:lessonId')
export class LessonsController {
  constructor(
    private readonly lessons: LessonService,
    private readonly attempts: AttemptService,
    private readonly reflections: ReflectionService,
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

  @Route('GET', 'film', {
    summary: 'The film of a lesson, whole or a range of its bytes',
    allow: 'signed-in',
    params: byLesson,
    produces: 'video/mp4',
  })
  async film(
    @CurrentActor() actor: Actor,
    @Param() { id, lessonId }: z.infer<typeof byLesson>,
    @Headers() headers: IncomingHttpHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    return sendFilm(await this.lessons.film(actor, id, lessonId), headers, reply);
  }

  @Route('GET', 'captions/:language', {
    summary: "A film's captions",
    allow: 'signed-in',
    params: byCaptions,
    produces: 'text/vtt',
  })
  async captions(
    @CurrentActor() actor: Actor,
    @Param() { id, lessonId, language }: z.infer<typeof byCaptions>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    void reply.header('content-type', 'text/vtt; charset=utf-8').header('cache-control', 'private, max-age=600');
    return this.lessons.captions(actor, id, lessonId, language);
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

  @Route('GET', 'reflection', {
    summary: 'What I wrote for myself in a lesson; nobody else can read it',
    allow: 'signed-in',
    params: byLesson,
    response: reflection,
  })
  async reflection(
    @CurrentActor() actor: Actor,
    @Param() { id, lessonId }: z.infer<typeof byLesson>,
  ): Promise<z.input<typeof reflection>> {
    return { reflection: await this.reflections.get(actor, id, lessonId) };
  }

  @Route('PUT', 'reflection', {
    summary: 'Keep what I wrote for myself, encrypted; an empty text takes it away',
    allow: 'signed-in',
    params: byLesson,
    body: reflectionText,
    status: 204,
  })
  async saveReflection(
    @CurrentActor() actor: Actor,
    @Param() { id, lessonId }: z.infer<typeof byLesson>,
    @Body() { words }: z.infer<typeof reflectionText>,
  ): Promise<void> {
    await this.reflections.save(actor, id, lessonId, words);
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
