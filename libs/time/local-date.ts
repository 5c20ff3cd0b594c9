/** A calendar date without a time or zone, `YYYY-MM-DD`. Compares correctly as a string. */
export type LocalDate = string;

const DAY_MS = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

function partsIn(zone: string, instant: Date): Record<string, string> {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(zone, formatter);
  }
  return Object.fromEntries(formatter.formatToParts(instant).map((part) => [part.type, part.value]));
}

/** The calendar date that a clock on the wall in `zone` shows at `instant`. */
export function localDateOf(instant: Date, zone: string): LocalDate {
  const { year = '', month = '', day = '' } = partsIn(zone, instant);
  return `${year.padStart(4, '0')}-${month}-${day}`;
}

/** Hour of the day, 0–23, on the wall in `zone`. */
export function localHourOf(instant: Date, zone: string): number {
  return Number(partsIn(zone, instant)['hour']);
}

/**
 * The last millisecond of a local day: what is due on a date is due until then, wherever the server stands.
 * Works across changes of the zone's offset, since the offset is read at the day's end itself.
 */
export function endOfLocalDay(date: LocalDate, zone: string): Date {
  const wanted = Date.parse(`${addDays(date, 1)}T00:00:00Z`);
  let instant = wanted;
  // Twice: the offset that was read at the first guess may differ from the one that holds at midnight.
  for (let round = 0; round < 2; round += 1) {
    const p = partsIn(zone, new Date(instant));
    const shown = Date.parse(
      `${p['year'] ?? ''}-${p['month'] ?? ''}-${p['day'] ?? ''}T${p['hour'] ?? ''}:${p['minute'] ?? ''}:${p['second'] ?? ''}Z`,
    );
    instant += wanted - shown;
  }
  return new Date(instant - 1);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

export function localYearOf(date: LocalDate): number {
  return Number(date.slice(0, 4));
}

/** 0 is Sunday. */
export function weekdayOf(date: LocalDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** True for a date that exists: 2026-02-29 does not. */
export function isLocalDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
