import { AccessService } from '#libs/access';
import { type Actor, systemActor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { CONFIG, type Config } from '#libs/config';
import { Database, fromBin, newId, toBin } from '#libs/database';
import { AppError, NotFound } from '#libs/errors';
import { Outbox } from '#libs/jobs';
import type { Language } from '#libs/language';
import { DeliveryService } from '#libs/messages';
import { PeopleService } from '#libs/people';
import { Clock, type LocalDate } from '#libs/time';
import { Inject, Injectable } from '@nestjs/common';
import type { ReportQuery } from './compliance.service.js';
import { ExportService } from './export.service.js';
import type { FileFormat, FileKind } from './report-file.js';
import { ReportFiles } from './report-files.service.js';
import type { Interval } from './report-schedule.entity.js';
import { ReaderOutOfScope } from './reports.errors.js';
import { firstTime, nextTime } from './schedule.rules.js';

export interface NewSchedule {
  /** Who gets it. */
  readonly personId: string;
  readonly kind: FileKind;
  readonly format: FileFormat;
  readonly query: ReportQuery;
  readonly every: Interval;
}

export interface ScheduleView {
  readonly id: string;
  readonly person: { readonly id: string; readonly name: string };
  readonly kind: FileKind;
  readonly format: FileFormat;
  readonly every: Interval;
  readonly nextOn: LocalDate;
  /** Why nothing was made the last time. */
  readonly lastSkipped: string | null;
}

const AT_ONCE = 200;

/**
 * Reports that come by themselves: each time a file is made with the rights its reader has that day, and a mail says that
 * it is there. Nothing of the report stands in the mail.
 */
@Injectable()
export class ScheduleService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly access: AccessService,
    private readonly people: PeopleService,
    private readonly files: ReportFiles,
    private readonly exports: ExportService,
    private readonly delivery: DeliveryService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws {NotFound} out of the actor's scope; {@link ReaderOutOfScope} {@link NoSuchFormat} */
  async create(actor: Actor, { personId, kind, format, query, every }: NewSchedule): Promise<{ id: string }> {
    const createdBy = this.access.requirePerson(actor);
    // Both must be able to have it now: nobody sends what they may not see, nor to someone who may not.
    const { unitId } = await this.files.prepare(actor, kind, format, query);
    await this.readerMay(personId, kind, format, { ...query, unit: unitId });
    const id = newId();
    await this.db.run(async (tx) => {
      await tx.query(
        `INSERT INTO report_schedule (id, person_id, created_by, kind, format, query, every, next_on, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        // prettier-ignore
        [toBin(id), toBin(personId), toBin(createdBy), kind, format, JSON.stringify({ ...query, unit: unitId }), every,
          firstTime(every, this.clock.today()), this.clock.now()],
      );
      await this.audit.record(actor, {
        action: 'report.schedule',
        subjectKind: 'person',
        subjectId: personId,
        unitId,
        detail: { kind, format, every },
      });
    });
    return { id };
  }

  /** Those that the actor gets or has set up. */
  async list(actor: Actor): Promise<readonly ScheduleView[]> {
    const own = toBin(this.access.requirePerson(actor));
    const rows = await this.db.query<Row[]>(
      `SELECT * FROM report_schedule WHERE (person_id = ? OR created_by = ?) AND ended_at IS NULL
       ORDER BY next_on, id LIMIT ?`,
      [own, own, AT_ONCE],
    );
    const names = await this.people.names([...new Set(rows.map((row) => fromBin(row.person_id)))]);
    return rows.map((row) => ({
      id: fromBin(row.id),
      person: { id: fromBin(row.person_id), name: names.get(fromBin(row.person_id))?.name ?? '' },
      kind: row.kind,
      format: row.format,
      every: row.every,
      nextOn: row.next_on,
      lastSkipped: row.last_skipped,
    }));
  }

  /** By whoever set it up, or gets it. @throws {NotFound} */
  async end(actor: Actor, id: string): Promise<void> {
    const own = toBin(this.access.requirePerson(actor));
    await this.db.run(async (tx) => {
      const { affectedRows } = await tx.query<{ affectedRows: number }>(
        `UPDATE report_schedule SET ended_at = ? WHERE id = ? AND (person_id = ? OR created_by = ?) AND ended_at IS NULL`,
        [this.clock.now(), toBin(id), own, own],
      );
      if (affectedRows === 0) throw new NotFound();
      await this.audit.record(actor, { action: 'report.schedule-end', subjectKind: 'report-schedule', subjectId: id });
    });
  }

  /** The job `report.schedules`: asks for every file whose day has come. @returns how many */
  async plan(): Promise<number> {
    const today = this.clock.today();
    const due = await this.db.query<{ id: Buffer }[]>(
      'SELECT id FROM report_schedule WHERE ended_at IS NULL AND next_on <= ? ORDER BY next_on, id LIMIT ?',
      [today, AT_ONCE],
    );
    for (const { id } of due) await this.ask(id, today);
    return due.length;
  }

  /** The job `report.tell`: a mail that the file is there, unless its reader may no longer have it. */
  async tell(exportId: string, outboxId: string): Promise<void> {
    const [row] = await this.db.query<ExportRow[]>(
      `SELECT person_id, kind, format, query, expires_at FROM report_export
       WHERE id = ? AND state = 'done' AND told_at IS NULL AND expires_at > ?`,
      [toBin(exportId), this.clock.now()],
    );
    const personId = row ? fromBin(row.person_id) : null;
    const told = row && personId !== null && (await this.mayStill(personId, row));
    if (told) {
      const link = `${this.config.MADANG_ORIGIN}/compliance`;
      await this.delivery.sendNotice(exportId, personId, (language) => readyMail(language, link));
    }
    await this.db.run(async (tx) => {
      if (told) {
        await tx.query('UPDATE report_export SET told_at = ? WHERE id = ?', [this.clock.now(), toBin(exportId)]);
        await this.audit.record(systemActor, {
          action: 'report.tell',
          subjectKind: 'report-export',
          subjectId: exportId,
        });
      }
      await this.outbox.done(outboxId);
    });
  }

  /** One transaction: the file is asked for and the next day set, or neither. */
  private async ask(id: Buffer, today: LocalDate): Promise<void> {
    await this.db.run(async (tx) => {
      const [row] = await tx.query<Row[]>(
        'SELECT * FROM report_schedule WHERE id = ? AND ended_at IS NULL AND next_on <= ? FOR UPDATE',
        [id, today],
      );
      if (!row) return;
      const skipped = await this.askFor(row);
      await tx.query('UPDATE report_schedule SET next_on = ?, last_skipped = ? WHERE id = ?', [
        nextTime(row.next_on, row.every, today),
        skipped,
        id,
      ]);
    });
  }

  /** Null, or the code of what stood against it. */
  private async askFor(row: Row): Promise<string | null> {
    const actor = await this.access.actorOfPerson(fromBin(row.person_id));
    if (!actor) return 'reports.no-account';
    const { kind, format } = row;
    const query = JSON.parse(row.query) as ReportQuery;
    try {
      await this.exports.request(actor, { kind, format, query, reason: REASON[actor.language] }, fromBin(row.id));
      return null;
    } catch (error) {
      if (error instanceof AppError) return error.code;
      throw error;
    }
  }

  private async mayStill(personId: string, { kind, format, query }: ExportRow): Promise<boolean> {
    try {
      await this.readerMay(personId, kind, format, JSON.parse(query) as ReportQuery);
      return true;
    } catch (error) {
      if (error instanceof ReaderOutOfScope) return false;
      throw error;
    }
  }

  private async readerMay(personId: string, kind: FileKind, format: FileFormat, query: ReportQuery): Promise<void> {
    const reader = await this.access.actorOfPerson(personId);
    if (!reader) throw new ReaderOutOfScope();
    try {
      await this.files.prepare(reader, kind, format, query);
    } catch (error) {
      if (error instanceof NotFound) throw new ReaderOutOfScope();
      throw error;
    }
  }
}

const REASON = { ko: '정기 보고', en: 'Scheduled report' } as const satisfies Record<Language, string>;

function readyMail(language: Language, link: string): { subject: string; body: string } {
  if (language === 'ko') {
    return {
      subject: '정기 보고 자료가 준비됐습니다',
      body: `신청하신 정기 보고 자료가 준비됐습니다. 마당에 들어와 받아 주세요. 받을 수 있는 기간은 3일입니다.\n${link}\n\n메일에는 자료의 내용을 담지 않습니다. 더 받지 않으려면 같은 화면에서 그만둘 수 있습니다.\n`,
    };
  }
  return {
    subject: 'Your scheduled report is ready',
    body: `Your scheduled report is ready. Sign in to Madang to fetch it; it can be fetched for three days.\n${link}\n\nNothing of the report stands in this mail. You can stop it on the same page.\n`,
  };
}

interface ExportRow {
  person_id: Buffer;
  kind: FileKind;
  format: FileFormat;
  query: string;
}

interface Row extends ExportRow {
  id: Buffer;
  every: Interval;
  next_on: LocalDate;
  last_skipped: string | null;
}
