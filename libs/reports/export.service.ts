import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, newId, toBin } from '#libs/database';
import { AppError, NotFound } from '#libs/errors';
import { Outbox } from '#libs/jobs';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { ReportQuery } from './compliance.service.js';
import { ExportStore } from './export-store.js';
import type { ExportState } from './report-export.entity.js';
import type { FileFormat, FileKind, ReportFile } from './report-file.js';
import { ReportFiles } from './report-files.service.js';
import { ExportGone, ExportTooLarge } from './reports.errors.js';

/** Up to so many rows leave while one waits; more are written by a job. */
export const DIRECT_ROWS = 10_000;
/** How long a file can be fetched. */
const KEPT_DAYS = 3;
const DAY_MS = 86_400_000;
/**
 * How long the row of a file is kept after the file is gone, to be seen by who asked. What was asked for, by whom and
 * why stays in the audit, which is the record of it (PIPA art. 21: kept no longer than its purpose).
 */
const ROW_KEPT_DAYS = 30;
/** How often a job says how far it is, and looks whether it is still wanted. */
const TOLD_EVERY_MS = 500;

export interface ExportRequest {
  readonly kind: FileKind;
  readonly format: FileFormat;
  readonly query: ReportQuery;
  /** Why it is needed; kept. */
  readonly reason: string;
}

export interface OpenedFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly stream: Readable;
}

export interface ExportView {
  readonly id: string;
  readonly kind: FileKind;
  readonly format: FileFormat;
  readonly reason: string;
  readonly state: ExportState;
  readonly rows: number;
  readonly rowsDone: number;
  readonly name: string | null;
  /** Bytes. */
  readonly size: number | null;
  readonly requestedAt: Date;
  readonly expiresAt: Date | null;
}

/** Files of reports: streamed when they are small, by a job when they are large; each with who, when and why on record. */
@Injectable()
export class ExportService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly access: AccessService,
    private readonly files: ReportFiles,
    private readonly store: ExportStore,
  ) {}

  /**
   * The file as a stream, in pieces: memory stays the same however many rows there are. The reason is on record before
   * the first byte leaves. @throws {NotFound} out of scope; {@link ExportTooLarge}
   */
  async direct(actor: Actor, request: ExportRequest): Promise<OpenedFile> {
    return this.written(actor, request, DIRECT_ROWS);
  }

  /** {@link direct} at any size: for what is not waited for in a browser. */
  async written(
    actor: Actor,
    { kind, format, query, reason }: ExportRequest,
    atMost = Infinity,
  ): Promise<OpenedFile & { rows: number }> {
    const file = await this.files.prepare(actor, kind, format, query);
    if (file.rows > atMost) throw new ExportTooLarge(file.rows);
    await this.record(actor, 'report.export', null, file, reason);
    return { name: file.name, type: file.type, rows: file.rows, stream: file.open(() => Promise.resolve()) };
  }

  /** Promises a file, made by a job in the name of whoever asks. @throws {NotFound} out of scope */
  async request(
    actor: Actor,
    { kind, format, query, reason }: ExportRequest,
    scheduleId: string | null = null,
  ): Promise<ExportView> {
    const personId = this.access.requirePerson(actor);
    const file = await this.files.prepare(actor, kind, format, query);
    const id = newId();
    await this.db.run(async (tx) => {
      await tx.query(
        `INSERT INTO report_export (id, person_id, kind, format, query, reason, state, rows_total, rows_done, requested_at,
           schedule_id)
         VALUES (?, ?, ?, ?, ?, ?, 'running', ?, 0, ?, ?)`,
        // prettier-ignore
        [toBin(id), toBin(personId), kind, format, JSON.stringify(query), reason, file.rows, this.clock.now(),
          scheduleId === null ? null : toBin(scheduleId)],
      );
      await this.outbox.request('report.export', { exportId: id });
      await this.record(actor, 'report.export', id, file, reason);
    });
    return this.get(actor, id);
  }

  /** The actor's own, the newest first. */
  async list(actor: Actor): Promise<readonly ExportView[]> {
    const rows = await this.db.query<Row[]>(
      'SELECT * FROM report_export WHERE person_id = ? ORDER BY requested_at DESC, id DESC LIMIT 20',
      [toBin(this.access.requirePerson(actor))],
    );
    return rows.map((row) => this.view(row));
  }

  /** @throws {NotFound} for someone else's */
  async get(actor: Actor, id: string): Promise<ExportView> {
    return this.view(await this.own(actor, id));
  }

  /** Stops the work; what was written is thrown away. A file that is finished can no longer be fetched. */
  async cancel(actor: Actor, id: string): Promise<void> {
    const row = await this.own(actor, id);
    await this.db.run(async (tx) => {
      await tx.query(
        `UPDATE report_export SET state = IF(state = 'done', 'expired', 'cancelled'), finished_at = ?, expires_at = ?
         WHERE id = ? AND state IN ('running', 'done')`,
        [this.clock.now(), this.clock.now(), row.id],
      );
      await this.audit.record(actor, { action: 'report.export-cancel', subjectKind: 'report-export', subjectId: id });
    });
  }

  /** @throws {NotFound} for someone else's; {@link ExportGone} */
  async open(actor: Actor, id: string): Promise<OpenedFile> {
    const row = await this.own(actor, id);
    const view = this.view(row);
    if (view.state !== 'done' || row.sha256 === null) throw new ExportGone();
    // What one might see when it was asked for is not what one may see now.
    const now = await this.files.prepare(actor, row.kind, row.format, JSON.parse(row.query) as ReportQuery);
    await this.record(actor, 'report.download', id, now, row.reason);
    return { name: row.name ?? '', type: row.type ?? '', stream: await this.store.open(row.sha256) };
  }

  /** The job `report.export`. Begun again after a crash it starts anew; the row decides whose result counts. */
  async run(id: string, outboxId: string): Promise<void> {
    const [row] = await this.db.query<Row[]>("SELECT * FROM report_export WHERE id = ? AND state = 'running'", [
      toBin(id),
    ]);
    let made: Made | Failed | null = null;
    if (row) {
      try {
        made = await this.make(row);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        made = { error: error.code };
      }
    }
    const now = this.clock.now();
    await this.db.run(async (tx) => {
      if (made !== null && 'sha256' in made) {
        await tx.query(
          `UPDATE report_export SET state = 'done', rows_done = rows_total, name = ?, type = ?, sha256 = ?, size = ?,
             finished_at = ?, expires_at = ? WHERE id = ? AND state = 'running'`,
          // prettier-ignore
          [made.name, made.type, made.sha256, made.size, now, new Date(now.getTime() + KEPT_DAYS * DAY_MS), toBin(id)],
        );
        if (row?.schedule_id != null) await this.outbox.request('report.tell', { exportId: id });
      } else if (made !== null) {
        await tx.query(
          `UPDATE report_export SET state = 'failed', error = ?, finished_at = ? WHERE id = ? AND state = 'running'`,
          [made.error, now, toBin(id)],
        );
      }
      await this.outbox.done(outboxId);
    });
  }

  /** Removes files whose time is over, and those that were cancelled after they were written. */
  async sweep(): Promise<void> {
    const rows = await this.db.query<{ id: Buffer; sha256: string }[]>(
      `SELECT id, sha256 FROM report_export
       WHERE state IN ('done', 'expired', 'cancelled') AND expires_at < ? AND sha256 IS NOT NULL LIMIT 200`,
      [this.clock.now()],
    );
    for (const { id, sha256 } of rows) {
      await this.db.run(async (tx) => {
        await tx.query("UPDATE report_export SET state = 'expired', sha256 = NULL WHERE id = ?", [id]);
        const others = await tx.query<unknown[]>('SELECT 1 FROM report_export WHERE sha256 = ? LIMIT 1', [sha256]);
        // A crash before the commit leaves the row as it was; the file is then removed again, which is no mistake.
        if (others.length === 0) await this.store.remove(sha256);
      });
    }
    await this.forget();
  }

  /** Rows of files long gone, and schedules that ended as long ago and have no file any more. */
  private async forget(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - ROW_KEPT_DAYS * DAY_MS);
    await this.db.run(async (tx) => {
      await tx.query(
        `DELETE FROM report_export WHERE state IN ('expired', 'cancelled', 'failed') AND sha256 IS NULL
           AND finished_at < ? LIMIT 1000`,
        [before],
      );
      await tx.query(
        `DELETE FROM report_schedule WHERE ended_at < ?
           AND id NOT IN (SELECT schedule_id FROM report_export WHERE schedule_id IS NOT NULL) LIMIT 1000`,
        [before],
      );
    });
  }

  private async make(row: Row): Promise<Made> {
    // Made with the rights of this moment: whoever lost them since gets nothing.
    const actor = await this.access.actorOfPerson(fromBin(row.person_id));
    if (!actor) throw new NotFound();
    const file = await this.files.prepare(actor, row.kind, row.format, JSON.parse(row.query) as ReportQuery);
    let told = 0;
    const stream = file.open(async (rows) => {
      const now = performance.now();
      if (now - told < TOLD_EVERY_MS) return;
      told = now;
      const { affectedRows } = await this.db.query<{ affectedRows: number }>(
        "UPDATE report_export SET rows_done = ? WHERE id = ? AND state = 'running'",
        [rows, row.id],
      );
      if (affectedRows === 0) throw new ExportGone();
    });
    return { ...(await this.store.putStream(stream)), name: file.name, type: file.type };
  }

  private async own(actor: Actor, id: string): Promise<Row> {
    const [row] = await this.db.query<Row[]>('SELECT * FROM report_export WHERE id = ? AND person_id = ?', [
      toBin(id),
      toBin(this.access.requirePerson(actor)),
    ]);
    if (!row) throw new NotFound();
    return row;
  }

  private async record(
    actor: Actor,
    action: string,
    id: string | null,
    { unitId, detail }: ReportFile,
    reason: string,
  ): Promise<void> {
    const subject =
      id === null ? { subjectKind: 'org-unit', subjectId: unitId } : { subjectKind: 'report-export', subjectId: id };
    await this.audit.record(actor, { action, ...subject, unitId, reason, detail });
  }

  private view(row: Row): ExportView {
    const over = row.state === 'done' && row.expires_at !== null && row.expires_at <= this.clock.now();
    return {
      id: fromBin(row.id),
      kind: row.kind,
      format: row.format,
      reason: row.reason,
      state: over ? 'expired' : row.state,
      rows: row.rows_total,
      rowsDone: row.rows_done,
      name: row.name,
      size: row.size === null ? null : Number(row.size),
      requestedAt: row.requested_at,
      expiresAt: row.expires_at,
    };
  }
}

interface Made {
  readonly name: string;
  readonly type: string;
  readonly sha256: string;
  readonly size: number;
}

interface Failed {
  readonly error: string;
}

interface Row {
  id: Buffer;
  person_id: Buffer;
  kind: FileKind;
  format: FileFormat;
  query: string;
  reason: string;
  state: ExportState;
  rows_total: number;
  rows_done: number;
  name: string | null;
  type: string | null;
  sha256: string | null;
  size: number | string | null;
  requested_at: Date;
  expires_at: Date | null;
  schedule_id: Buffer | null;
}
