import { AccessService } from '#libs/access';
import { type Actor, type Permission, unitsWhere } from '#libs/actor';
import { NotFound } from '#libs/errors';
import { PeopleService } from '#libs/people';
import type { LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';

/** Whose papers an actor may see or end. Another scope's do not exist for them. */
@Injectable()
export class CertificateScope {
  constructor(
    private readonly access: AccessService,
    private readonly people: PeopleService,
  ) {}

  /** The right over a unit where the person belongs on that day. @throws {NotFound} */
  async requirePerson(actor: Actor, permission: Permission, personId: string, on: LocalDate): Promise<void> {
    const facts = (await this.people.facts([personId])).get(personId);
    const current = facts?.memberships.filter(({ from, to }) => from <= on && (to === null || to >= on)) ?? [];
    for (const { unitId } of current) if (await this.holds(actor, permission, unitId)) return;
    throw new NotFound();
  }

  /** A class is seen by who teaches it, any other unit by who sees its people. @throws {NotFound} */
  async requireUnit(actor: Actor, unitId: string): Promise<void> {
    for (const permission of ['class:teach', 'report:people'] as const)
      if (await this.holds(actor, permission, unitId)) return;
    throw new NotFound();
  }

  private async holds(actor: Actor, permission: Permission, unitId: string): Promise<boolean> {
    if (unitsWhere(actor, permission).length === 0) return false;
    try {
      await this.access.requireUnit(actor, permission, unitId);
      return true;
    } catch (error) {
      if (error instanceof NotFound) return false;
      throw error;
    }
  }
}
