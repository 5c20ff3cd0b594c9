import type { Actor } from '#libs/actor';
import { MandateService, VersionService, isPolicy } from '#libs/mandates';
import { Body, Controller, Param } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { byMandate, byVersion, draft, drafted, mandates, versions } from './mandates.schema.js';

@Tag('mandates')
@Controller('mandates')
export class MandatesController {
  constructor(
    private readonly mandates: MandateService,
    private readonly versions: VersionService,
  ) {}

  @Route('GET', '', { summary: 'The mandates in force', allow: 'signed-in', response: mandates })
  async list(): Promise<z.input<typeof mandates>> {
    const list = await this.mandates.list();
    return {
      items: list.map(({ code, rule, bearer }) => ({ code, title: rule.title, bearer, policy: isPolicy(rule) })),
    };
  }

  @Route('GET', ':code/versions', {
    summary: 'All versions of a mandate with who wrote and who signed them, newest first',
    allow: 'mandate:sign',
    params: byMandate,
    response: versions,
  })
  async versionsOf(
    @CurrentActor() actor: Actor,
    @Param() { code }: z.infer<typeof byMandate>,
  ): Promise<z.input<typeof versions>> {
    return {
      items: (await this.versions.list(actor, code)).map((version) => ({ ...version, rule: { ...version.rule } })),
    };
  }

  @Route('POST', ':code/versions', {
    summary: 'Keep a document as a draft',
    allow: 'mandate:manage',
    params: byMandate,
    body: draft,
    response: drafted,
    status: 201,
    idempotent: true,
  })
  draft(
    @CurrentActor() actor: Actor,
    @Param() { code }: z.infer<typeof byMandate>,
    @Body() { rule }: z.infer<typeof draft>,
  ): Promise<z.input<typeof drafted>> {
    return this.versions.draft(actor, code, rule);
  }

  @Route('DELETE', ':code/versions/:number', {
    summary: 'Discard a draft; it stays on record',
    allow: 'mandate:manage',
    params: byVersion,
    status: 204,
  })
  discard(@CurrentActor() actor: Actor, @Param() { code, number }: z.infer<typeof byVersion>): Promise<void> {
    return this.versions.discard(actor, code, number);
  }

  @Route('POST', ':code/versions/:number/signature', {
    summary: 'Sign a draft that someone else wrote; it is in force from the day it names',
    allow: 'mandate:sign',
    params: byVersion,
    status: 204,
    idempotent: true,
  })
  sign(@CurrentActor() actor: Actor, @Param() { code, number }: z.infer<typeof byVersion>): Promise<void> {
    return this.versions.sign(actor, code, number);
  }
}
