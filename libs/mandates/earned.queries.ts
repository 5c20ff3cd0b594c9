import { Database, fromBin, toBin } from '#libs/database';
import { type Text, text } from '#libs/language';
import type { LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { Mode } from './rule.schema.js';

/** A credit as a paper names it. */
export interface Earned {
  readonly title: Text;
  readonly on: LocalDate;
  readonly minutes: number;
  readonly mode: Mode;
  /** Of a unit's credit: how many were there, of how many. */
  readonly reached: number | null;
  readonly roster: number | null;
  /** The completion, session or part of a session that it came from. */
  readonly sourceId: string;
}

interface Row {
  title_ko: string;
  title_en: string;
  earned_on: string;
  minutes: number;
  mode: Mode;
  reached: number | null;
  roster_size: number | null;
  source_id: Buffer;
}

const FIELDS = 'c.title_ko, c.title_en, c.earned_on, c.minutes, c.mode, c.reached, c.roster_size, c.source_id';
const STANDS = 'c.minutes > 0 AND NOT EXISTS (SELECT 1 FROM credit r WHERE r.reverses_id = c.id)';

/** What was earned, for who confirms it on paper. Reversed credits are not among it. */
@Injectable()
export class EarnedQueries {
  constructor(private readonly db: Database) {}

  /** All that counted towards an obligation, the earliest first. */
  async towards(obligationId: string): Promise<Earned[]> {
    return earnedOf(
      await this.db.query<Row[]>(
        `SELECT ${FIELDS} FROM allocation a JOIN credit c ON c.id = a.credit_id
         WHERE a.obligation_id = ? AND ${STANDS} ORDER BY c.earned_on, c.id`,
        [toBin(obligationId)],
      ),
    );
  }

  /** All that someone earned in those days, the earliest first. */
  async between(personId: string, from: LocalDate, to: LocalDate, most: number): Promise<Earned[]> {
    return earnedOf(
      await this.db.query<Row[]>(
        `SELECT ${FIELDS} FROM credit c
         WHERE c.bearer_id = ? AND c.earned_on BETWEEN ? AND ? AND ${STANDS} ORDER BY c.earned_on, c.id LIMIT ?`,
        [toBin(personId), from, to, most],
      ),
    );
  }
}

function earnedOf(rows: readonly Row[]): Earned[] {
  return rows.map((row) => ({
    title: text(row.title_ko, row.title_en),
    on: row.earned_on,
    minutes: row.minutes,
    mode: row.mode,
    reached: row.reached,
    roster: row.roster_size,
    sourceId: fromBin(row.source_id),
  }));
}
