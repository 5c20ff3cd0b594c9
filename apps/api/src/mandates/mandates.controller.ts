import type { Actor } from '#libs/actor';
import { MandateService, SimulationService, VersionService, isPolicy } from '#libs/mandates';
import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { created } from '../http/schemas.js';
import {
  byMandate,
  bySimulation,
  byVersion,
  draft,
  drafted,
  mandates,
  simulate,
  simulation,
  simulationQuery,
  versions,
} from './mandates.schema.js';

@Tag('mandates')
@Controller('mandates')
export class MandatesController {
  constructor(
    private readonly mandates: MandateService,
    private readonly versions: VersionService,
    private readonly simulations: SimulationService,
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

  @Route('POST', ':code/simulations', {
    summary: 'Hold a draft against the facts: who would gain, lose or change a duty; nothing of the duties is written',
    allow: 'mandate:manage',
    params: byMandate,
    body: simulate,
    response: created,
    status: 201,
    idempotent: true,
  })
  simulate(
    @CurrentActor() actor: Actor,
    @Param() { code }: z.infer<typeof byMandate>,
    @Body() { rule, minutesPerTime }: z.infer<typeof simulate>,
  ): Promise<z.input<typeof created>> {
    return this.simulations.start(actor, code, rule, { minutesPerTime });
  }

  @Route('GET', ':code/simulations/:id', {
    summary: 'Progress and result of a simulation: figures by unit, and person by person, page by page',
    allow: 'mandate:manage',
    params: bySimulation,
    query: simulationQuery,
    response: simulation,
  })
  async simulation(
    @CurrentActor() actor: Actor,
    @Param() { code, id }: z.infer<typeof bySimulation>,
    @Query() query: z.infer<typeof simulationQuery>,
  ): Promise<z.input<typeof simulation>> {
    const view = await this.simulations.get(actor, code, id, query);
    return { ...view, units: [...view.units], rows: [...view.rows] };
  }

  @Route('DELETE', ':code/simulations/:id', {
    summary: 'Stop a simulation; what it has found so far stays',
    allow: 'mandate:manage',
    params: bySimulation,
    status: 204,
  })
  cancel(@CurrentActor() actor: Actor, @Param() { code, id }: z.infer<typeof bySimulation>): Promise<void> {
    return this.simulations.cancel(actor, code, id);
  }
}
