import type { Actor } from '#libs/actor';
import { BreakdownService, ComplianceService, ExportService, PeopleListService, ProvidedService } from '#libs/reports';
import { Controller, Query, StreamableFile } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import {
  breakdown,
  compliance,
  complianceQuery,
  exportQuery,
  peoplePage,
  peopleQuery,
  providedList,
} from './reports.schema.js';

@Tag('reports')
@Controller('reports/compliance')
export class ReportsController {
  constructor(
    private readonly reports: ComplianceService,
    private readonly people: PeopleListService,
    private readonly exports: ExportService,
    private readonly breakdowns: BreakdownService,
    private readonly provided: ProvidedService,
  ) {}

  @Route('GET', '', {
    summary: 'How a duty stands in a part of the organisation, unit by unit',
    allow: 'report:read',
    query: complianceQuery,
    response: compliance,
  })
  async compliance(
    @CurrentActor() actor: Actor,
    @Query() query: z.infer<typeof complianceQuery>,
  ): Promise<z.input<typeof compliance>> {
    const report = await this.reports.compliance(actor, query);
    return {
      ...report,
      path: [...report.path],
      units: [...report.units],
      mandates: [...report.mandates],
      cycles: [...report.cycles],
    };
  }

  @Route('GET', 'breakdown', {
    summary: 'The same figures by position band, what they rest on, and how they stood last cycle at the same day',
    allow: 'report:read',
    query: complianceQuery,
    response: breakdown,
  })
  async breakdown(
    @CurrentActor() actor: Actor,
    @Query() query: z.infer<typeof complianceQuery>,
  ): Promise<z.input<typeof breakdown>> {
    const { bands, ...rest } = await this.breakdowns.breakdown(actor, query);
    return { ...rest, bands: [...bands] };
  }

  @Route('GET', 'provided', {
    summary: 'For units that must provide: what was run, when, by whom, and whom it reached',
    allow: 'report:people',
    query: complianceQuery,
    response: providedList,
  })
  async providedBy(
    @CurrentActor() actor: Actor,
    @Query() query: z.infer<typeof complianceQuery>,
  ): Promise<z.input<typeof providedList>> {
    const { items, total } = await this.provided.list(actor, query);
    return { items: [...items], total };
  }

  @Route('GET', 'people', {
    summary: 'Who stands where, by name, page by page; every reading is on record',
    allow: 'report:people',
    query: peopleQuery,
    response: peoplePage,
  })
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: z.infer<typeof peopleQuery>,
  ): Promise<z.input<typeof peoplePage>> {
    const page = await this.people.list(actor, query);
    return { ...page, items: [...page.items] };
  }

  @Route('GET', 'export', {
    summary: 'The list as CSV (UTF-8 with a byte order mark) or XLSX, streamed, up to 10,000 rows; the reason is kept',
    allow: 'report:people',
    query: exportQuery,
    produces: 'application/octet-stream',
  })
  async export(
    @CurrentActor() actor: Actor,
    @Query() { format, reason, ...query }: z.infer<typeof exportQuery>,
  ): Promise<StreamableFile> {
    const { name, type, stream } = await this.exports.direct(actor, { kind: 'people', format, query, reason });
    return new StreamableFile(stream, { type, disposition: `attachment; filename="${name}"` });
  }
}
