import type { Actor } from '#libs/actor';
import { Injectable } from '@nestjs/common';
import { type Mix, cycleBefore, mixOf } from './breakdown.rules.js';
import { type Totals, totalsOf } from './compliance.rules.js';
import { ComplianceService, type ReportQuery, type ReportScope } from './compliance.service.js';

export interface Breakdown {
  readonly bands: readonly (Totals & { readonly band: string })[];
  readonly mix: Mix;
  /** The same cycle a year earlier by the same day; null where there was none. */
  readonly before: {
    readonly cycle: string;
    readonly on: string;
    readonly required: number;
    readonly done: number;
    readonly rate: number | null;
  } | null;
}

/** From the top of a house to its youngest; what is not in it follows. */
const BANDS = ['executive', 'head', 'manager', 'staff', 'pupil', 'unit'];

/** What the figures of a part are made of. Read apart from the figures themselves: it looks at more rows. */
@Injectable()
export class BreakdownService {
  constructor(private readonly compliance: ComplianceService) {}

  /** @throws {NotFound} out of scope */
  async breakdown(actor: Actor, query: ReportQuery): Promise<Breakdown> {
    const source = await this.compliance.source(query.asOf);
    return this.of(await this.compliance.scopeOf(actor, 'report:read', query, source));
  }

  /** Of a part whose scope was checked. */
  async of(scope: ReportScope): Promise<Breakdown> {
    const { source, unit, mandate, cycle } = scope;
    const groups = await source.bands(unit.id, mandate.id, cycle);
    const bands = [...new Set(groups.map(({ band }) => band))]
      .sort((a, b) => placeOf(a) - placeOf(b))
      .map((band) => ({ band, ...totalsOf(groups.filter((group) => group.band === band)) }))
      .filter(({ required, exempt, paused }) => required + exempt + paused > 0);
    const mix = mixOf(await source.mix(unit.id, mandate.id, cycle));
    return { bands, mix, before: await this.before(scope) };
  }

  private async before({ source, unit, mandate, cycle }: ReportScope): Promise<Breakdown['before']> {
    const before = cycleBefore(cycle, source.today);
    if (!before) return null;
    const { required, done } = await source.doneBy(unit.id, mandate.id, before.cycle, before.on);
    return required === 0 ? null : { ...before, required, done, rate: done / required };
  }
}

function placeOf(band: string): number {
  const place = BANDS.indexOf(band);
  return place < 0 ? BANDS.length : place;
}
