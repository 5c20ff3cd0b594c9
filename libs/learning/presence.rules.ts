import { type Span, withSpan } from './span.rules.js';

/** The player beats every 15 seconds: one lost beat is bridged, a longer silence is not learning that anyone saw. */
export const BRIDGED_MS = 35_000;
/** How far back work that was queued without a connection may reach. */
export const LATE_MS = 12 * 3_600_000;
/** Longest stretch that one queued entry may claim. */
export const LATE_ENTRY_SECONDS = 120;
const MOST_SPANS = 400;
const MOST_KEYS = 600;

export type ProgressEvent = 'open' | 'beat' | 'leave';

/**
 * When a person was seen learning, of all their tabs, devices and courses, by the server's clock (milliseconds since
 * 1970). Only what may still be overlapped is kept.
 */
export interface Presence {
  readonly spans: readonly Span[];
  /** Last sign of life of each tab. */
  readonly tabs: Readonly<Record<string, number>>;
  /** Of queued entries that were counted. */
  readonly keys: readonly string[];
}

export const NEVER_SEEN: Presence = { spans: [], tabs: {}, keys: [] };

/** A stretch of learning that could not be told at its time: it ended `ago` seconds before it was sent. */
export interface LateEntry {
  readonly key: string;
  readonly ago: number;
  readonly seconds: number;
}

export interface Sign {
  readonly event: ProgressEvent;
  /** Tells the tabs and devices of a person apart. */
  readonly tab: string;
  readonly late: readonly LateEntry[];
}

/**
 * Counts a sign of life. Each tab's own silence of at most {@link BRIDGED_MS} becomes an interval, and the person's
 * intervals are counted as their union: two tabs or devices at once never count double, and neither does what is sent
 * again. A clock that jumps back credits nothing, one that jumps ahead no more than one bridged silence.
 *
 * Queued entries are placed by the time of their arrival and how long ago they ended, not before `since`; the union
 * bounds what they may add by the time that passed.
 *
 * @param since the earliest moment that may be counted: when the enrollment began
 * @returns milliseconds that are newly counted
 */
export function witness(
  presence: Presence,
  nowMs: number,
  sinceMs: number,
  sign: Sign,
): { presence: Presence; creditMs: number } {
  const last = presence.tabs[sign.tab];
  const gap = last === undefined ? Infinity : nowMs - last;
  const live: Span[] = sign.event !== 'open' && gap > 0 && gap <= BRIDGED_MS ? [[nowMs - gap, nowMs]] : [];
  const known = new Set(presence.keys);
  const late = sign.late.filter(({ key }) => !known.has(key) && known.add(key));
  const queued = late.map(({ ago, seconds }): Span => {
    const to = nowMs - Math.max(0, ago) * 1000;
    return [to - Math.min(seconds, LATE_ENTRY_SECONDS) * 1000, to];
  });
  const earliest = Math.max(sinceMs, nowMs - LATE_MS);
  let spans: readonly Span[] = presence.spans;
  let creditMs = 0;
  for (const [from, to] of [...live, ...queued]) {
    const added = withSpan(spans, [Math.max(from, earliest), to]);
    spans = added.spans;
    creditMs += added.grown;
  }
  // A clock that went back does not take a tab's interval back with it.
  const tabs = { ...presence.tabs, [sign.tab]: Math.max(last ?? 0, nowMs) };
  return {
    presence: pruned({ spans, tabs, keys: [...presence.keys, ...late.map(({ key }) => key)] }, nowMs),
    creditMs,
  };
}

function pruned({ spans, tabs, keys }: Presence, nowMs: number): Presence {
  return {
    // Twice the reach of late work: a clock that jumps by hours does not make room to count it again.
    spans: spans.filter(([, to]) => to > nowMs - 2 * LATE_MS).slice(-MOST_SPANS),
    tabs: Object.fromEntries(Object.entries(tabs).filter(([, at]) => at > nowMs - BRIDGED_MS)),
    keys: keys.slice(-MOST_KEYS),
  };
}
