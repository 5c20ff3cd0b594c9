import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, toBin } from '#libs/database';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';

export interface Accommodations {
  /** Percent added to every time limit: 0, 50 or 100. */
  readonly extraTime: number;
  readonly noTimeLimit: boolean;
  readonly textOnly: boolean;
  readonly easyKorean: boolean;
  readonly largerText: boolean;
}

const NONE: Accommodations = {
  extraTime: 0,
  noTimeLimit: false,
  textOnly: false,
  easyKorean: false,
  largerText: false,
};

/** What people need to learn on equal terms. Each sets their own; no list, report or head ever shows it. */
@Injectable()
export class AccommodationService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  async of(personId: string): Promise<Accommodations> {
    const [row] = await this.db.query<
      { extra_time: number; no_time_limit: number; text_only: number; easy_korean: number; larger_text: number }[]
    >('SELECT extra_time, no_time_limit, text_only, easy_korean, larger_text FROM accommodation WHERE person_id = ?', [
      toBin(personId),
    ]);
    if (row === undefined) return NONE;
    return {
      extraTime: row.extra_time,
      noTimeLimit: row.no_time_limit === 1,
      textOnly: row.text_only === 1,
      easyKorean: row.easy_korean === 1,
      largerText: row.larger_text === 1,
    };
  }

  /** That it was changed is written down; what it is, is not: an accommodation may tell of a disability. */
  async set(actor: Actor, personId: string, wanted: Accommodations): Promise<void> {
    await this.db.run(async (tx) => {
      const bits = [wanted.noTimeLimit, wanted.textOnly, wanted.easyKorean, wanted.largerText].map(Number);
      await tx.query(
        `INSERT INTO accommodation (person_id, extra_time, no_time_limit, text_only, easy_korean, larger_text, set_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)
         ON DUPLICATE KEY UPDATE extra_time = VALUES(extra_time), no_time_limit = VALUES(no_time_limit),
           text_only = VALUES(text_only), easy_korean = VALUES(easy_korean), larger_text = VALUES(larger_text),
           set_at = VALUES(set_at)`,
        [toBin(personId), wanted.extraTime, ...bits, this.clock.now()],
      );
      await this.audit.record(actor, { action: 'person.accommodations', subjectKind: 'person', subjectId: personId });
    });
  }
}
