import type { Actor } from '#libs/actor';
import {
  CertificateDesk,
  type CertificateItem,
  CertificateQueries,
  type FileCheck,
  type Verification,
  VerificationService,
} from '#libs/certificates';
import { Body, Controller, Param, StreamableFile } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor, Visitor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { byId, created } from '../http/schemas.js';
import { byCode, certificate, certificates, ending, fileCheck, period, verification } from './certificates.schema.js';

@Tag('certificates')
@Controller()
export class CertificatesController {
  constructor(
    private readonly certificates: CertificateQueries,
    private readonly desk: CertificateDesk,
    private readonly verification: VerificationService,
  ) {}

  @Route('GET', 'me/certificates', {
    summary: 'My certificates, also those being made',
    allow: 'signed-in',
    response: certificates,
  })
  async mine(@CurrentActor() actor: Actor): Promise<{ items: CertificateItem[] }> {
    return { items: await this.certificates.listMine(actor) };
  }

  @Route('POST', 'me/history', {
    summary: 'A record of all that I completed in a period, as a numbered paper',
    allow: 'signed-in',
    body: period,
    response: created,
    status: 201,
    idempotent: true,
  })
  history(@CurrentActor() actor: Actor, @Body() { from, to }: z.infer<typeof period>): Promise<{ id: string }> {
    return this.desk.requestHistory(actor, from, to);
  }

  @Route('POST', 'obligations/:id/certificate', {
    summary: 'The certificate of a fulfilled obligation: my own duty, or what my class or facility provided',
    allow: 'signed-in',
    params: byId,
    response: created,
    status: 201,
  })
  request(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byId>): Promise<{ id: string }> {
    return this.desk.requestForObligation(actor, id);
  }

  @Route('GET', 'units/:id/certificates', {
    summary: 'What was confirmed of a class or a facility',
    allow: 'signed-in',
    params: byId,
    response: certificates,
  })
  async ofUnit(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byId>,
  ): Promise<{ items: CertificateItem[] }> {
    return { items: await this.certificates.listOfUnit(actor, id) };
  }

  @Route('GET', 'certificates/:id', {
    summary: 'A certificate, with why it ended',
    allow: 'signed-in',
    params: byId,
    response: certificate,
  })
  get(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byId>): Promise<CertificateItem> {
    return this.certificates.get(actor, id);
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

  @Route('POST', 'certificates/:id/correction', {
    summary: 'Print the name anew as it is recorded: same number, next revision',
    allow: 'certificate:manage',
    params: byId,
    body: ending,
    response: created,
    status: 201,
  })
  correct(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byId>,
    @Body() { reason }: z.infer<typeof ending>,
  ): Promise<{ id: string }> {
    return this.desk.correct(actor, id, reason);
  }

  @Route('POST', 'certificates/:id/revocation', {
    summary: 'Revoke a certificate, for a reason that only the person and the office see',
    allow: 'certificate:manage',
    params: byId,
    body: ending,
    status: 204,
  })
  revoke(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byId>,
    @Body() { reason }: z.infer<typeof ending>,
  ): Promise<void> {
    return this.desk.revoke(actor, id, reason);
  }

  @Route('GET', 'verify/:code', {
    summary: 'What stands on a certificate, the name masked, for anyone who has its code',
    allow: 'public',
    params: byCode,
    response: verification,
  })
  verify(@Visitor() visitor: string, @Param() { code }: z.infer<typeof byCode>): Promise<Verification> {
    return this.verification.byCode(code, visitor);
  }

  @Route('POST', 'verify', {
    summary: 'Whether a file is one that was issued, was changed, or is unknown. The file is not kept',
    allow: 'public',
    consumes: 'application/pdf',
    response: fileCheck,
  })
  verifyFile(@Visitor() visitor: string, @Body() file: unknown): Promise<FileCheck> {
    return this.verification.byFile(file, visitor);
  }
}
