import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { AccommodationService, PeopleService, UnitService } from '#libs/people';
import { Clock } from '#libs/time';
import { Body, Controller, Req } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor, type MadangRequest } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { sessionToken } from '../http/session-cookie.js';
import { accommodations, me, passwordChange, settings } from './me.schema.js';

@Tag('me')
@Controller('me')
export class MeController {
  constructor(
    private readonly access: AccessService,
    private readonly people: PeopleService,
    private readonly units: UnitService,
    private readonly accommodations: AccommodationService,
    private readonly clock: Clock,
  ) {}

  @Route('GET', '', {
    summary: 'Who is signed in, where they belong and what they may do',
    allow: 'signed-in',
    response: me,
  })
  async me(@CurrentActor() actor: Actor): Promise<z.input<typeof me>> {
    const personId = this.access.requirePerson(actor);
    const today = this.clock.today();
    const [names, facts, roles, account, accommodations] = await Promise.all([
      this.people.names([personId]),
      this.people.facts([personId]),
      this.access.rolesOf(personId),
      this.access.accountOf(actor.accountId ?? ''),
      this.accommodations.of(personId),
    ]);
    const memberships = (facts.get(personId)?.memberships ?? []).filter(
      (m) => m.from <= today && (m.to === null || m.to >= today),
    );
    const paths = await this.units.pathsOf([...memberships.map((m) => m.unitId), ...roles.map((r) => r.unitId)]);
    return {
      person: { id: personId, name: names.get(personId)?.name ?? '', language: actor.language },
      ...account,
      memberships: memberships.flatMap((m) => {
        const path = paths.get(m.unitId) ?? [];
        const unit = path.at(-1);
        return unit
          ? [
              {
                unit,
                path: path.slice(0, -1).map(({ name }) => name),
                occupation: m.occupation,
                positionBand: m.band,
                primary: m.isPrimary,
              },
            ]
          : [];
      }),
      roles: roles.flatMap(({ role, unitId }) => {
        const unit = paths.get(unitId)?.at(-1);
        return unit ? [{ role, unit }] : [];
      }),
      permissions: Object.keys(actor.scope),
      accommodations,
    };
  }

  @Route('PUT', 'settings', { summary: 'Choose a language', allow: 'signed-in', body: settings, status: 204 })
  async settings(@CurrentActor() actor: Actor, @Body() body: z.infer<typeof settings>): Promise<void> {
    await this.people.setLanguage(actor, this.access.requirePerson(actor), body.language);
  }

  @Route('PUT', 'accommodations', {
    summary: 'What I need to learn on equal terms; set once, honoured everywhere, shown to nobody else',
    allow: 'signed-in',
    body: accommodations,
    status: 204,
  })
  async accommodate(@CurrentActor() actor: Actor, @Body() body: z.infer<typeof accommodations>): Promise<void> {
    await this.accommodations.set(actor, this.access.requirePerson(actor), body);
  }

  @Route('PUT', 'password', { summary: 'Change the password', allow: 'signed-in', body: passwordChange, status: 204 })
  async password(
    @CurrentActor() actor: Actor,
    @Body() body: z.infer<typeof passwordChange>,
    @Req() request: MadangRequest,
  ): Promise<void> {
    await this.access.changePassword(actor, body.current, body.next, sessionToken(request) ?? '');
  }
}
