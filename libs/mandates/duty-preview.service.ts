import { Database } from '#libs/database';
import type { Text } from '#libs/language';
import type { LeaveFact, MembershipFact } from '#libs/people';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { type BearerRecord, loadRecords } from './evaluation.queries.js';
import { evaluate } from './evaluate.rules.js';
import type { MandateFact, ObligationState } from './evaluation.types.js';
import { MandateFacts } from './mandate-facts.js';

/** One duty that somebody would gain or lose. */
export interface DutyEffect {
  readonly mandate: string;
  readonly cycle: string;
  readonly change: 'gains' | 'loses';
}

/** A person's facts as they would be. */
export interface SupposedFacts {
  /** Null for somebody who is not known yet. */
  readonly personId: string | null;
  readonly memberships: readonly MembershipFact[];
  readonly leaves: readonly LeaveFact[];
}

const NOTHING: BearerRecord = { credits: [], exemptions: [], extensions: [], known: [] };
const OWED: ReadonlySet<ObligationState> = new Set(['upcoming', 'open', 'paused', 'exempt', 'fulfilled']);
/** People who are new and alike owe alike: worked out once for all of them. */
const ALIKE_KEPT = 5_000;

/** What duties a change of facts would bring or take, without writing anything: the same evaluation over other facts. */
@Injectable()
export class DutyPreview {
  private readonly mandates: MandateFacts;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    this.mandates = new MandateFacts(db);
  }

  /** A preview over the mandates in force now; for one look at many persons, in batches. */
  async begin(): Promise<{
    effects: (supposed: readonly SupposedFacts[]) => Promise<readonly (readonly DutyEffect[])[]>;
    title: (mandate: string) => Text;
  }> {
    const mandates = await this.mandates.of('person');
    const alike = new Map<string, readonly DutyEffect[]>();
    return {
      effects: (supposed) => this.effects(mandates, supposed, alike),
      title: (code) =>
        mandates.find((mandate) => mandate.code === code)?.versions.at(-1)?.rule.title ?? { ko: code, en: code },
    };
  }

  private async effects(
    mandates: readonly MandateFact[],
    supposed: readonly SupposedFacts[],
    alike: Map<string, readonly DutyEffect[]>,
  ): Promise<readonly (readonly DutyEffect[])[]> {
    const records = await loadRecords(
      this.db,
      supposed.flatMap(({ personId }) => (personId === null ? [] : [personId])),
    );
    return supposed.map((facts) => {
      if (facts.personId !== null) return this.effectsOf(mandates, facts, records.get(facts.personId) ?? NOTHING);
      const key = JSON.stringify([facts.memberships.map((stay) => ({ ...stay, id: '' })), facts.leaves]);
      const known = alike.get(key) ?? this.effectsOf(mandates, facts, NOTHING);
      if (alike.size < ALIKE_KEPT) alike.set(key, known);
      return known;
    });
  }

  private effectsOf(
    mandates: readonly MandateFact[],
    facts: SupposedFacts,
    record: BearerRecord,
  ): readonly DutyEffect[] {
    const bearer = {
      kind: 'person' as const,
      id: facts.personId ?? '',
      stays: facts.memberships.map((stay) => ({ ...stay, primary: stay.isPrimary })),
      leaves: facts.leaves,
    };
    const codes = new Map(mandates.map(({ id, code }) => [id, code]));
    const keysOf = (
      rows: readonly { mandateId: string; cycleKey: string; state: ObligationState }[],
    ): ReadonlySet<string> =>
      new Set(
        rows
          .filter(({ state }) => OWED.has(state))
          .map(({ mandateId, cycleKey }) => `${codes.get(mandateId) ?? ''} ${cycleKey}`),
      );
    const before = keysOf(record.known);
    const after = keysOf(evaluate({ bearer, mandates, today: this.clock.today(), ...record }));
    const effect = (key: string, change: DutyEffect['change']): DutyEffect => {
      const space = key.indexOf(' ');
      return { mandate: key.slice(0, space), cycle: key.slice(space + 1), change };
    };
    return [
      ...[...after].filter((key) => !before.has(key)).map((key) => effect(key, 'gains')),
      ...[...before].filter((key) => !after.has(key)).map((key) => effect(key, 'loses')),
    ];
  }
}
