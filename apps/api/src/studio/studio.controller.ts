import type { Actor } from '#libs/actor';
import { type DocumentProblem, pathText, StudioService } from '#libs/courses';
import { PeopleService } from '#libs/people';
import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import {
  begunCourse,
  byDraft,
  byDraftLesson,
  draft,
  markdownPreview,
  newCourse,
  previewedLesson,
  previewHtml,
  previewLanguage,
  publication,
  published,
  saveAnswer,
  savedDraft,
  studioList,
} from './studio.schema.js';

/** The trainer's room. */
@Tag('studio')
@Controller('studio')
export class StudioController {
  constructor(
    private readonly studio: StudioService,
    private readonly people: PeopleService,
  ) {}

  @Route('GET', 'courses', { summary: 'All courses with their drafts', allow: 'course:author', response: studioList })
  async list(): Promise<z.input<typeof studioList>> {
    const courses = await this.studio.list();
    const authors = await this.people.names(courses.flatMap(({ draft: found }) => found?.updatedBy ?? []));
    return {
      items: courses.map((course) => ({
        ...course,
        draft: course.draft && { ...course.draft, updatedBy: authors.get(course.draft.updatedBy ?? '')?.name ?? null },
      })),
    };
  }

  @Route('POST', 'courses', {
    summary: 'Begin a course',
    allow: 'course:author',
    body: newCourse,
    response: begunCourse,
    status: 201,
    idempotent: true,
  })
  create(@CurrentActor() actor: Actor, @Body() body: z.infer<typeof newCourse>): Promise<z.input<typeof begunCourse>> {
    return this.studio.create(actor, body);
  }

  @Route('GET', 'courses/:code/draft', {
    summary: 'The draft with what is still wrong; begun from the newest version where there is none',
    allow: 'course:author',
    params: byDraft,
    response: draft,
  })
  async open(@CurrentActor() actor: Actor, @Param() { code }: z.infer<typeof byDraft>): Promise<z.input<typeof draft>> {
    const { problems, ...opened } = await this.studio.openDraft(actor, code);
    return { ...opened, problems: problems.map(problem) };
  }

  @Route('PUT', 'courses/:code/draft', {
    summary: 'Save the draft over the revision that was opened; 409 when someone saved meanwhile',
    allow: 'course:author',
    params: byDraft,
    body: savedDraft,
    response: saveAnswer,
  })
  async save(
    @CurrentActor() actor: Actor,
    @Param() { code }: z.infer<typeof byDraft>,
    @Body() body: z.infer<typeof savedDraft>,
  ): Promise<z.input<typeof saveAnswer>> {
    const { revision, problems } = await this.studio.saveDraft(actor, code, body.revision, body.document);
    return { revision, problems: problems.map(problem) };
  }

  @Route('POST', 'courses/:code/publish', {
    summary: 'Publish the draft as the next version, a pilot (시범판) until every seat has signed',
    allow: 'course:author',
    params: byDraft,
    body: publication,
    response: published,
    status: 201,
    idempotent: true,
  })
  publish(
    @CurrentActor() actor: Actor,
    @Param() { code }: z.infer<typeof byDraft>,
    @Body() { revision }: z.infer<typeof publication>,
  ): Promise<z.input<typeof published>> {
    return this.studio.publish(actor, code, revision);
  }

  @Route('POST', 'preview', {
    summary: 'How a Markdown text will look',
    allow: 'course:author',
    body: markdownPreview,
    response: previewHtml,
  })
  async preview(
    @Body() { markdown, language, course }: z.infer<typeof markdownPreview>,
  ): Promise<z.input<typeof previewHtml>> {
    return { html: await this.studio.previewMarkdown(markdown, language, course) };
  }

  @Route('GET', 'courses/:code/preview/:slug', {
    summary: 'A lesson of the draft as the player gets it',
    allow: 'course:author',
    params: byDraftLesson,
    query: previewLanguage,
    response: previewedLesson,
  })
  previewLesson(
    @Param() { code, slug }: z.infer<typeof byDraftLesson>,
    @Query() { language }: z.infer<typeof previewLanguage>,
  ): Promise<z.input<typeof previewedLesson>> {
    return this.studio.previewLesson(code, slug, language);
  }
}

function problem({ path, line, message }: DocumentProblem) {
  return { path: pathText(path), line, message };
}
