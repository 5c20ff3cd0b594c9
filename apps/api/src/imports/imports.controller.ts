import type { Actor } from '#libs/actor';
import { InvalidInput } from '#libs/errors';
import { text } from '#libs/language';
import { ImportService, ImportViews, LIMITS, type RunView } from '#libs/rosters';
import { Body, Controller, Param, Query, Req, StreamableFile } from '@nestjs/common';
import type { z } from 'zod';
import { inputMessage } from '../http/input-messages.js';
import { CurrentActor, type MadangRequest } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { created } from '../http/schemas.js';
import { uploadedForm } from '../http/upload.js';
import {
  application,
  byRun,
  decision,
  importForm,
  mappingChange,
  optionsChange,
  rowPage,
  rowsQuery,
  run,
  runList,
  unitList,
} from './imports.schema.js';

/** Cells pasted into the page: a few thousand rows. */
const PASTED_BYTES = 4 * 1024 * 1024;

/** Lists of persons: brought in, checked, applied, taken back. */
@Tag('imports')
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly imports: ImportService,
    private readonly views: ImportViews,
  ) {}

  @Route('POST', '', {
    summary:
      'Bring in a list: multipart with `file` or `text`, `unit` or `source`, and `dryRun` (true unless said otherwise)',
    allow: 'roster:import',
    response: created,
    status: 202,
  })
  async start(@CurrentActor() actor: Actor, @Req() raw: MadangRequest): Promise<z.input<typeof created>> {
    const { file, fields } = await uploadedForm(raw, { fileBytes: LIMITS.bytes, fieldBytes: PASTED_BYTES });
    const form = importForm.safeParse(fields, { reportInput: true });
    if (!form.success) {
      throw new InvalidInput(
        form.error.issues.map((issue) => ({ field: issue.path.map(String).join('.'), message: inputMessage(issue) })),
      );
    }
    const { unit, dryRun, text: pasted, ...options } = form.data;
    const bytes = file?.bytes ?? (pasted === undefined ? null : Buffer.from(pasted));
    if (bytes === null) {
      throw new InvalidInput([
        { field: 'file', message: text('명단 파일을 골라 주세요.', 'Choose the file with the list.') },
      ]);
    }
    const id = await this.imports.start(actor, {
      ...options,
      unitId: unit,
      fileName: file?.name ?? '',
      bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      pasted: file === null,
      atOnce: !dryRun,
    });
    return { id };
  }

  @Route('GET', '', {
    summary: 'The latest lists of the units that I look after',
    allow: 'roster:import',
    response: runList,
  })
  async list(@CurrentActor() actor: Actor): Promise<z.input<typeof runList>> {
    return { items: [...(await this.views.list(actor))] };
  }

  @Route('GET', 'units', {
    summary: 'Units whose lists I may bring in',
    allow: 'roster:import',
    response: unitList,
  })
  async units(@CurrentActor() actor: Actor): Promise<z.input<typeof unitList>> {
    const units = await this.views.units(actor);
    return { items: units.map(({ unit, path }) => ({ unit, path: [...path] })) };
  }

  @Route('GET', ':id', {
    summary: 'A list: how it is read, what it would change or has changed, how far it is',
    allow: 'roster:import',
    params: byRun,
    response: run,
  })
  async get(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byRun>): Promise<z.input<typeof run>> {
    return runResponse(await this.views.get(actor, id));
  }

  @Route('GET', ':id/rows', {
    summary: 'Rows of a list by what is to be done about them; those that need a person first',
    allow: 'roster:import',
    params: byRun,
    query: rowsQuery,
    response: rowPage,
  })
  async rows(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byRun>,
    @Query() { filter, after, limit }: z.infer<typeof rowsQuery>,
  ): Promise<z.input<typeof rowPage>> {
    const rows = await this.views.rows(actor, id, filter, after, limit);
    return {
      items: rows.map((row) => ({
        ...row,
        problems: [...row.problems],
        cells: [...row.cells],
        candidates: [...row.candidates],
        duties: [...row.duties],
      })),
      next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
    };
  }

  @Route('GET', ':id/errors', {
    summary: 'The rows that were not taken, as CSV, each with its reason',
    allow: 'roster:import',
    params: byRun,
    produces: 'text/csv',
  })
  async errors(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byRun>): Promise<StreamableFile> {
    const { fileName, bytes } = await this.views.errorFile(actor, id, actor.language);
    return new StreamableFile(bytes, {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="${fileName}"`,
    });
  }

  @Route('PUT', ':id/mapping', {
    summary: 'Say what the columns are, and which unit a name means; remembered for the source',
    allow: 'roster:import',
    params: byRun,
    body: mappingChange,
    status: 204,
  })
  async mapping(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byRun>,
    @Body() change: z.infer<typeof mappingChange>,
  ): Promise<void> {
    await this.imports.setMapping(actor, id, change);
  }

  @Route('PUT', ':id/options', {
    summary: 'Whether the list names everyone, and from when it holds; it is checked again',
    allow: 'roster:import',
    params: byRun,
    body: optionsChange,
    status: 204,
  })
  async options(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byRun>,
    @Body() options: z.infer<typeof optionsChange>,
  ): Promise<void> {
    await this.imports.setOptions(actor, id, options);
  }

  @Route('POST', ':id/decisions', {
    summary: 'Say who a row is: one of those who may be meant, `new`, `skip`, or `yes` to a proposal',
    allow: 'roster:import',
    params: byRun,
    body: decision,
    status: 204,
  })
  async decide(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byRun>,
    @Body() { row, choice }: z.infer<typeof decision>,
  ): Promise<void> {
    await this.imports.decide(actor, id, row, choice);
  }

  @Route('POST', ':id/confirmation', {
    summary: 'Confirm every proposal of the list',
    allow: 'roster:import',
    params: byRun,
    status: 204,
  })
  async confirm(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byRun>): Promise<void> {
    await this.imports.confirmAll(actor, id);
  }

  @Route('POST', ':id/application', {
    summary: 'Apply what is clear and confirmed; it goes on by itself',
    allow: 'roster:import',
    params: byRun,
    body: application,
    status: 204,
  })
  async apply(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byRun>,
    @Body() options: z.infer<typeof application>,
  ): Promise<void> {
    await this.imports.apply(actor, id, options);
  }

  @Route('POST', ':id/undo', {
    summary: 'Take a list back, within seven days and unless somebody built on it',
    allow: 'roster:import',
    params: byRun,
    status: 204,
  })
  async undo(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byRun>): Promise<void> {
    await this.imports.undo(actor, id);
  }

  @Route('DELETE', ':id', {
    summary: 'Drop a list that has not been applied; its rows are deleted',
    allow: 'roster:import',
    params: byRun,
    status: 204,
  })
  async cancel(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byRun>): Promise<void> {
    await this.imports.cancel(actor, id);
  }
}

function runResponse({ run: context, units, ...view }: RunView): z.input<typeof run> {
  const byId = new Map(units.map((each) => [each.id, each]));
  const { mapping, summary, schoolYear, effectiveOn, whole } = context;
  return {
    ...view,
    sample: view.sample.map(({ number, cells }) => ({ number, cells: [...cells] })),
    schoolYear,
    effectiveOn,
    whole,
    otherSheets: [...mapping.otherSheets],
    mapping: { ...mapping, columns: [...mapping.columns], headers: [...mapping.headers] },
    summary:
      summary === null
        ? null
        : {
            ...summary,
            duties: [...summary.duties],
            newClasses: summary.newClasses.map(({ grade, className }) => ({ grade, className })),
            renamedUnits: summary.renamedUnits.flatMap(({ unitId, to }) => {
              const unit = byId.get(unitId);
              return unit ? [{ unit, to }] : [];
            }),
            unitQuestions: summary.unitQuestions.map(({ label, rows, candidates }) => ({
              label,
              rows,
              candidates: candidates.flatMap((candidate) => byId.get(candidate) ?? []),
            })),
            applied: summary.applied ?? null,
          },
  };
}
