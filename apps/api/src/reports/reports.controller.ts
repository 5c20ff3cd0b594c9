import type { Actor } from '#libs/actor';
import { ComplianceService, PeopleListService } from '#libs/reports';
import { Controller, Query, StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { compliance, complianceQuery, exportQuery, peoplePage, peopleQuery } from './reports.schema.js';

@Tag('reports')
@Controller('reports/compliance')
export class ReportsController {
  constructor(
    private readonly reports: ComplianceService,
    private readonly people: PeopleListService,
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
    summary: 'The whole list as CSV (UTF-8 with a byte order mark), streamed; the reason is kept',
    allow: 'report:people',
    query: exportQuery,
    produces: 'text/csv',
  })
  async export(@CurrentActor() actor: Actor, @Query() query: z.infer<typeof exportQuery>): Promise<StreamableFile> {
    const { name, lines } = await this.people.export(actor, query, query.reason);
    return new StreamableFile(Readable.from(lines, { objectMode: false }), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="${name}"`,
    });
  }
}
