import type { Language, Text } from '#libs/language';
import { Clock, type LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { MembershipFact } from './facts.queries.js';
import { NoIssuer } from './people.errors.js';
import { PeopleService } from './people.service.js';
import { UnitService } from './units.service.js';

/** A unit on an official paper, and who signs for it. */
export interface UnitOnPaper {
  /** The unit with those above it. */
  readonly organisation: Text;
  /** Prefix of the paper's number, e.g. `GAON`. */
  readonly issuerCode: string;
  /** The title under which it is signed: `가온광역시장`. */
  readonly issuer: Text;
}

/** A person on an official paper, by the primary unit. */
export interface Holder extends UnitOnPaper {
  /** The person's own: the language the paper is printed in. */
  readonly language: Language;
  readonly name: string;
  readonly post: Text | null;
}

/** Persons and units as papers name them. */
@Injectable()
export class HolderService {
  constructor(
    private readonly people: PeopleService,
    private readonly units: UnitService,
    private readonly clock: Clock,
  ) {}

  /** As of today, for all at once. @throws {NoIssuer} when one of them never belonged anywhere */
  async holdersOf(personIds: readonly string[]): Promise<ReadonlyMap<string, Holder>> {
    const persons = [...new Set(personIds)];
    const names = await this.people.names(persons);
    const facts = await this.people.facts(persons);
    const today = this.clock.today();
    const memberships = persons.map((id) => {
      const found = primaryOf(facts.get(id)?.memberships ?? [], today);
      if (found === undefined) throw new NoIssuer();
      return [id, found] as const;
    });
    const posts = await this.people.positions(memberships.map(([, { id }]) => id));
    const units = await this.unitsOnPaper(memberships.map(([, membership]) => membership));
    return new Map(
      memberships.map(([id, membership]) => {
        const name = names.get(id);
        const unit = units.get(membership.unitId);
        if (unit === undefined) throw new NoIssuer();
        const post = posts.get(membership.id) ?? null;
        return [id, { language: name?.language ?? 'ko', name: name?.name ?? '', post, ...unit }];
      }),
    );
  }

  /** @throws {NoIssuer} */
  async holderOf(personId: string): Promise<Holder> {
    const holder = (await this.holdersOf([personId])).get(personId);
    if (holder === undefined) throw new NoIssuer();
    return holder;
  }

  /** @throws {NoIssuer} for a unit that does not exist */
  async unitOnPaper(unitId: string): Promise<UnitOnPaper> {
    const authorityId = (await this.units.unitsById([unitId])).get(unitId)?.authorityId ?? '';
    const unit = (await this.unitsOnPaper([{ unitId, authorityId }])).get(unitId);
    if (unit === undefined) throw new NoIssuer();
    return unit;
  }

  private async unitsOnPaper(
    places: readonly { readonly unitId: string; readonly authorityId: string }[],
  ): Promise<ReadonlyMap<string, UnitOnPaper>> {
    const authorities = await this.units.authoritiesById([...new Set(places.map(({ authorityId }) => authorityId))]);
    const paths = await this.units.pathsOf([...new Set(places.map(({ unitId }) => unitId))]);
    return new Map(
      places.flatMap(({ unitId, authorityId }) => {
        const authority = authorities.get(authorityId);
        const path = paths.get(unitId);
        if (authority === undefined || path === undefined) return [];
        const { issuerCode, headTitle: issuer } = authority;
        return [
          [unitId, { organisation: organisationName(path.map(({ name }) => name)), issuerCode, issuer }] as const,
        ];
      }),
    );
  }
}

/** Where a person belongs today; else where they belonged last. Undefined for someone who never did. */
function primaryOf(memberships: readonly MembershipFact[], today: LocalDate): MembershipFact | undefined {
  const current = memberships.filter(({ from, to }) => from <= today && (to === null || to >= today));
  return current.find(({ isPrimary }) => isPrimary) ?? current[0] ?? memberships.at(-1);
}

/** `가온광역시 복지국 복지정책과`; in English the smallest first, as in an address. */
function organisationName(units: readonly Text[]): Text {
  return {
    ko: units.map(({ ko }) => ko).join(' '),
    en: units
      .map(({ en }) => en)
      .reverse()
      .join(', '),
  };
}
