import type { Actor } from '#libs/actor';
import { Database } from '#libs/database';
import { type Language, pickText } from '#libs/language';
import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { ComplianceService, type ReportQuery, type ReportScope } from './compliance.service.js';
import { csvOf } from './csv.writer.js';
import type { ReportDocument } from './document.js';
import { docxOf } from './document.docx.js';
import { pdfOf } from './document.pdf.js';
import { EvidencePacks } from './evidence-pack.service.js';
import { PeopleListService } from './people-list.service.js';
import { peopleSheet } from './people.sheet.js';
import { personnelLines, personnelSheet } from './personnel.sheet.js';
import {
  FILE_TYPES,
  FORMATS_OF,
  type FileFormat,
  type FileKind,
  type Progress,
  type ReportFile,
  reported,
} from './report-file.js';
import { NoSuchFormat } from './reports.errors.js';
import { ResultReports } from './result-report.service.js';
import type { Sheet } from './sheet.js';
import { xlsxOf } from './xlsx.writer.js';

type Content = Pick<ReportFile, 'rows' | 'open'>;

/** Every file a report can be had as. Each is made within the scope of whoever asks, as it is at that moment. */
@Injectable()
export class ReportFiles {
  constructor(
    private readonly db: Database,
    private readonly compliance: ComplianceService,
    private readonly people: PeopleListService,
    private readonly results: ResultReports,
    private readonly packs: EvidencePacks,
  ) {}

  /** @throws {NotFound} out of scope; {@link NoSuchFormat} */
  async prepare(actor: Actor, kind: FileKind, format: FileFormat, query: ReportQuery): Promise<ReportFile> {
    const formats: readonly FileFormat[] = FORMATS_OF[kind];
    if (!formats.includes(format)) throw new NoSuchFormat(formats);
    const source = await this.compliance.source(query.asOf);
    const scope = await this.compliance.scopeOf(actor, 'report:people', query, source);
    const { unit, mandate, cycle } = scope;
    const about = kind === 'people' ? mandate.code : `${kind}-${mandate.code}`;
    return {
      name: `${unit.code}-${kind === 'result' ? kind : about}-${cycle}-${source.today}.${format}`,
      type: FILE_TYPES[format],
      unitId: unit.id,
      detail: { kind, format, mandate: mandate.code, cycle, asOf: query.asOf ?? null },
      ...(await this.content(actor, kind, format, query, scope)),
    };
  }

  private async content(
    actor: Actor,
    kind: FileKind,
    format: FileFormat,
    query: ReportQuery,
    scope: ReportScope,
  ): Promise<Content> {
    switch (kind) {
      case 'people': {
        const rows = await scope.source.people(scope).count('all');
        return { rows, open: (progress) => written(this.peopleOf(scope, actor.language), format, progress) };
      }
      case 'personnel': {
        const rows = await personnelLines(this.db, scope);
        return { rows, open: (progress) => written(personnelSheet(this.db, scope, actor.language), format, progress) };
      }
      case 'summary':
        return { rows: 1, open: () => printed(() => this.results.summary(actor, scope), format) };
      case 'result':
        return { rows: 1, open: () => printed(() => this.results.yearly(actor, query, scope), format) };
      case 'evidence': {
        const { files, open } = await this.packs.of(scope, this.peopleOf(scope, actor.language), actor.language);
        return { rows: files, open };
      }
    }
  }

  private peopleOf(scope: ReportScope, language: Language): Sheet {
    const standings = this.people.everyone(scope);
    const title = `${pickText(scope.mandate.rule.title, language)} ${scope.cycle}`;
    return peopleSheet(title, { standings, pathsOf: (ids) => scope.source.pathsOf(ids) }, language);
  }
}

function written(sheet: Sheet, format: FileFormat, progress: Progress): Readable {
  const told = { ...sheet, rows: reported(sheet.rows, progress) };
  return format === 'xlsx' ? xlsxOf(told) : Readable.from(csvOf(told), { objectMode: false });
}

/** A document is some pages: made whole, then sent. */
function printed(make: () => Promise<ReportDocument>, format: FileFormat): Readable {
  async function* bytes(): AsyncIterable<Buffer> {
    const document = await make();
    yield format === 'docx' ? await docxOf(document) : pdfOf(document);
  }
  return Readable.from(bytes(), { objectMode: false });
}
