import type { Actor } from '#libs/actor';
import { TransferService, unzipCourse, zipOf } from '#libs/courses';
import { Controller, Param, Query, Req, StreamableFile } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor, type MadangRequest } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { uploadedFile } from '../http/upload.js';
import { byDraft } from './studio.schema.js';
import { exportQuery, imported, importQuery } from './versions.schema.js';

/** A course folder that people send about; films stay far below it. */
const MAX_BYTES = 60_000_000;

/** Courses as folders, out of the studio and into it. */
@Tag('studio')
@Controller('studio')
export class TransferController {
  constructor(private readonly transfer: TransferService) {}

  @Route('GET', 'courses/:code/export', {
    summary: 'The course folder as a ZIP file: exactly the files of the course format',
    allow: 'course:inspect',
    params: byDraft,
    query: exportQuery,
    produces: 'application/zip',
  })
  async export(
    @Param() { code }: z.infer<typeof byDraft>,
    @Query() { version }: z.infer<typeof exportQuery>,
  ): Promise<StreamableFile> {
    const { files, hash } = await this.transfer.export(code, version ?? null);
    const zip = zipOf(files);
    return new StreamableFile(zip, {
      type: 'application/zip',
      disposition: `attachment; filename="${code}-${hash.slice(0, 8)}.zip"`,
      length: zip.length,
    });
  }

  @Route('POST', 'imports', {
    summary: 'Take a course folder, as the ZIP file of a multipart form, as the draft',
    allow: 'course:author',
    query: importQuery,
    response: imported,
    status: 201,
  })
  async import(
    @CurrentActor() actor: Actor,
    @Query() { revision }: z.infer<typeof importQuery>,
    @Req() raw: MadangRequest,
  ): Promise<z.input<typeof imported>> {
    const { bytes } = await uploadedFile(raw, MAX_BYTES);
    return this.transfer.import(actor, unzipCourse(Buffer.from(bytes)), revision ?? null);
  }
}
