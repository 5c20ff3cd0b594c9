import type { Actor } from '#libs/actor';
import { type CertificateItem, CertificateQueries, type Verification } from '#libs/certificates';
import { Controller, Param, StreamableFile } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { byId } from '../http/schemas.js';
import { byCode, myCertificates, verification } from './certificates.schema.js';

@Tag('certificates')
@Controller()
export class CertificatesController {
  constructor(private readonly certificates: CertificateQueries) {}

  @Route('GET', 'me/certificates', {
    summary: 'My certificates, also those being made',
    allow: 'signed-in',
    response: myCertificates,
  })
  async mine(@CurrentActor() actor: Actor): Promise<{ items: CertificateItem[] }> {
    return { items: await this.certificates.listMine(actor) };
  }

  @Route('GET', 'certificates/:id/pdf', {
    summary: 'The file of a certificate, by its id or its completion’s',
    allow: 'signed-in',
    params: byId,
    produces: 'application/pdf',
  })
  async pdf(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byId>): Promise<StreamableFile> {
    const { stream, size, fileName } = await this.certificates.openPdf(actor, id);
    return new StreamableFile(stream, {
      type: 'application/pdf',
      disposition: `attachment; filename="${fileName}"`,
      length: size,
    });
  }

  @Route('GET', 'verify/:code', {
    summary: 'What stands on a certificate, the name masked, for anyone who has its code',
    allow: 'public',
    params: byCode,
    response: verification,
  })
  verify(@Param() { code }: z.infer<typeof byCode>): Promise<Verification> {
    return this.certificates.verify(code);
  }
}
