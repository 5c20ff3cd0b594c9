import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, insertRows, newId, toBin } from '#libs/database';
import { faultPoint } from '#libs/faults';
import { Outbox } from '#libs/jobs';
import { text } from '#libs/language';
import { Clock, type LocalDate } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { type ListKind, storableCells } from './entry.rules.js';
import type { Field } from './fields.js';
import { guessMapping } from './header.rules.js';
import { readList } from './list.reader.js';
import type { RunMapping } from './run.js';
import { schoolYearOf } from './school-year.rules.js';
import { ListTooLarge } from './rosters.errors.js';
import { SourceService } from './source.service.js';
import { LIMITS, type TableRow } from './table.js';

export interface NewImport {
  /** The source by its code; else the unit's own for this kind of list. */
  readonly source?: string | undefined;
  readonly unitId?: string | undefined;
  readonly kind?: ListKind | undefined;
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly pasted?: boolean;
  readonly sheet?: string | undefined;
  /** Today where it is not given. */
  readonly effectiveOn?: LocalDate | undefined;
  readonly schoolYear?: number | undefined;
  /** The list names everyone. A list with a column of standing says itself who left. */
  readonly whole?: boolean | undefined;
  /** Applied as soon as it is checked, where nothing stops it. */
  readonly atOnce?: boolean;
  /** Proposals count as confirmed: for feeds that somebody stands behind. */
  readonly confirmed?: boolean;
  readonly acceptDrop?: boolean;
}

/** Takes lists in. The file itself is never kept: only its rows, with what may not be kept masked. */
@Injectable()
export class ImportUpload {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly sources: SourceService,
  ) {}

  /**
   * Reads a list and stores its rows. The check begins by itself where it is clear what the columns are; else somebody
   * says so first. @returns the run's id. @throws {UnreadableList} {ListTooLarge}, {NotFound} out of scope
   */
  async start(actor: Actor, input: NewImport): Promise<string> {
    const table = await readList(input.bytes, { sheet: input.sheet ?? null, pasted: input.pasted === true });
    const rows = table.rows[Symbol.asyncIterator]();
    const first = await rows.next();
    const head: readonly TableRow[] = first.done === true ? [] : first.value;
    const guess = guessMapping(head);
    const kind = input.kind ?? (isOfPupils(guess.columns) ? 'pupils' : 'staff');
    const source = await this.sources.open(actor, { code: input.source, unitId: input.unitId, kind });
    const remembered = guessMapping(head, source.mapping);
    const mapping: RunMapping = { ...remembered, otherSheets: table.otherSheets };
    const runId = newId();
    const effectiveOn = input.effectiveOn ?? this.clock.today();
    await this.db.run((tx) =>
      insertRows(
        tx,
        'import_run',
        // prettier-ignore
        ['id', 'source_id', 'state', 'file_name', 'sha256', 'format', 'encoding', 'sheet', 'school_year', 'effective_on', 'whole', 'at_once', 'confirmed', 'drop_accepted', 'mapping', 'row_count', 'done_count', 'done_row', 'source_version', 'requested_at', 'requested_by'],
        [
          [
            toBin(runId),
            toBin(source.id),
            'reading',
            input.fileName.normalize('NFC').slice(0, 200),
            createHash('sha256').update(input.bytes).digest(),
            table.format,
            table.encoding,
            table.sheet?.slice(0, 120) ?? null,
            source.kind === 'pupils' ? (input.schoolYear ?? schoolYearOf(effectiveOn)) : null,
            effectiveOn,
            (input.whole ?? !mapping.columns.includes('status')) ? 1 : 0,
            input.atOnce === true ? 1 : 0,
            input.confirmed === true ? 1 : 0,
            input.acceptDrop === true ? 1 : 0,
            JSON.stringify(mapping),
            0,
            0,
            0,
            source.version,
            this.clock.now(),
            actor.personId === null ? null : toBin(actor.personId),
          ],
        ],
      ),
    );
    const most = source.kind === 'pupils' ? LIMITS.pupils : LIMITS.rows;
    const count = await this.stage(runId, head, rows, mapping.columns, most);
    faultPoint('import.staged');
    await this.db.run(async (tx) => {
      const state = mapping.sure ? 'checking' : 'uploaded';
      await tx.query('UPDATE import_run SET state = ?, row_count = ? WHERE id = ?', [state, count, toBin(runId)]);
      if (mapping.sure) await this.outbox.request('import.proceed', { runId });
      await this.audit.record(actor, {
        action: 'import.upload',
        subjectKind: 'import-run',
        subjectId: runId,
        unitId: source.unitId,
        detail: { rows: count },
      });
    });
    return runId;
  }

  private async stage(
    runId: string,
    head: readonly TableRow[],
    rest: AsyncIterator<readonly TableRow[]>,
    columns: readonly Field[],
    most: number,
  ): Promise<number> {
    let count = 0;
    for (let batch = head; batch.length > 0;) {
      const rows = batch.filter(({ cells }) => cells.some((cell) => cell !== ''));
      if (count + rows.length > most) throw tooManyPupils(most);
      const writing = this.db.run((tx) =>
        insertRows(
          tx,
          'import_row',
          ['run_id', 'number', 'cells', 'kind', 'needs'],
          rows.map((row) => [
            toBin(runId),
            row.number,
            JSON.stringify(storableCells(row, columns)),
            'unread',
            'nothing',
          ]),
        ),
      );
      // The next rows are read while these are written.
      const [next] = await Promise.all([rest.next(), writing]);
      count += rows.length;
      batch = next.done === true ? [] : next.value;
    }
    return count;
  }
}

function tooManyPupils(most: number): ListTooLarge {
  return new ListTooLarge(
    text(
      `학생 명단은 학교 하나에 ${most.toLocaleString('ko')}줄까지 받습니다. 학교별로 나누어 올려 주세요.`,
      `A list of pupils may have ${most.toLocaleString('en')} rows, and is of one school. Upload one list a school.`,
    ),
  );
}

function isOfPupils(columns: readonly Field[]): boolean {
  return columns.includes('pupilCode') || (columns.includes('class') && columns.includes('number'));
}
