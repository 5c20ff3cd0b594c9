/** Figures of one unit's subtree. `required` = `inTime` + `late` + `open` + `overdue` + `unmet`. */
export interface Totals {
  readonly required: number;
  readonly inTime: number;
  readonly late: number;
  /** Still to do and not late; upcoming ones included. */
  readonly open: number;
  readonly overdue: number;
  readonly exempt: number;
  readonly paused: number;
  /** Closed without having been met. */
  readonly unmet: number;
  /** Share of `required` that is done, 0–1; null when nothing is required. */
  readonly rate: number | null;
}

/** A group of the tally: how many obligations are in a state. */
export interface TallyGroup {
  readonly state: string;
  readonly inTime: boolean;
  readonly overdue: boolean;
  readonly obligations: number;
}

export function totalsOf(groups: readonly TallyGroup[]): Totals {
  const sum = (which: (group: TallyGroup) => boolean): number =>
    groups.filter(which).reduce((total, { obligations }) => total + obligations, 0);
  const inTime = sum(({ state, inTime: early }) => state === 'fulfilled' && early);
  const late = sum(({ state, inTime: early }) => state === 'fulfilled' && !early);
  const overdue = sum((group) => group.state === 'open' && group.overdue);
  const open = sum((group) => (group.state === 'open' && !group.overdue) || group.state === 'upcoming');
  const unmet = sum(({ state }) => state === 'closed-unmet');
  const required = inTime + late + open + overdue + unmet;
  return {
    required,
    inTime,
    late,
    open,
    overdue,
    exempt: sum(({ state }) => state === 'exempt'),
    paused: sum(({ state }) => state === 'paused'),
    unmet,
    rate: required === 0 ? null : (inTime + late) / required,
  };
}

export const PEOPLE_FILTERS = ['open', 'overdue', 'fulfilled', 'exempt', 'all'] as const;
export type PeopleFilter = (typeof PEOPLE_FILTERS)[number];

const FILTER_SQL = {
  open: "((o.state = 'open' AND o.due_on >= ?) OR o.state = 'upcoming')",
  overdue: "(o.state = 'open' AND o.due_on < ?)",
  fulfilled: "(o.state = 'fulfilled' AND ? IS NOT NULL)",
  exempt: "(o.state IN ('exempt', 'paused') AND ? IS NOT NULL)",
  all: "(o.state NOT IN ('withdrawn', 'absorbed') AND ? IS NOT NULL)",
} as const satisfies Record<PeopleFilter, string>;

/**
 * The SQL condition of a filter on the table called `alias`; `?` is today. Withdrawn and absorbed ones are nobody's
 * duty: never listed.
 */
export function filterSql(filter: PeopleFilter, alias: 'o' | 's'): string {
  return FILTER_SQL[filter].replaceAll('o.', `${alias}.`);
}

/** An opaque place in a list that is ordered by name and id. */
export function encodeCursor(place: readonly [name: string, id: string]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Null when it was not made by {@link encodeCursor}. */
export function decodeCursor(cursor: string): readonly [name: string, id: string] | null {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(place) || place.length !== 2) return null;
    const [name, id] = place as unknown[];
    return typeof name === 'string' && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id) ? [name, id] : null;
  } catch {
    return null;
  }
}
