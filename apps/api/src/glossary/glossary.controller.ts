import { SharedContentService } from '#libs/courses';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { Route, Tag } from '../http/route.js';
import { caseFile, glossary } from './glossary.schema.js';

/** What all courses share. */
@Tag('courses')
@Controller()
export class GlossaryController {
  constructor(private readonly shared: SharedContentService) {}

  @Route('GET', 'glossary', {
    summary: 'The words all courses share, in the order of the Korean alphabet',
    allow: 'signed-in',
    response: glossary,
  })
  async glossary(): Promise<z.input<typeof glossary>> {
    return { items: await this.shared.glossary() };
  }

  @Route('GET', 'cases', {
    summary: 'Short anonymised cases all courses share',
    allow: 'signed-in',
    response: caseFile,
  })
  async cases(): Promise<z.input<typeof caseFile>> {
    return { items: await this.shared.cases() };
  }
}
