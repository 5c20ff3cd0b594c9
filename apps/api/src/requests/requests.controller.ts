import type { Actor } from '#libs/actor';
import { ProofService, type ProofView, RequestQueries, RequestService, type RequestView } from '#libs/requests';
import { Body, Controller, Param, Query, Req, StreamableFile } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor, type MadangRequest } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { byId, created } from '../http/schemas.js';
import { uploadedFile } from '../http/upload.js';
import {
  ask,
  decision,
  myRequests,
  proof,
  request,
  requestPage,
  requestsQuery,
  revocation,
} from './requests.schema.js';

@Tag('requests')
@Controller()
export class RequestsController {
  constructor(
    private readonly requests: RequestService,
    private readonly queries: RequestQueries,
    private readonly proofs: ProofService,
  ) {}

  @Route('GET', 'me/requests', {
    summary: 'What I have asked about my duties, what was answered, and what I may ask',
    allow: 'signed-in',
    response: myRequests,
  })
  async mine(@CurrentActor() actor: Actor): Promise<z.input<typeof myRequests>> {
    const { items, options } = await this.queries.listMine(actor);
    return {
      items: items.map(requestResponse),
      options: options.map(({ obligationId, exemption, trustedIssuers }) => ({
        obligationId,
        exemption: exemption === null ? null : { ...exemption, grounds: [...exemption.grounds] },
        trustedIssuers: [...trustedIssuers],
      })),
    };
  }

  @Route('POST', 'me/proofs', {
    summary: 'Upload a proof (PDF, PNG or JPEG, up to 8 MB) as the file of a multipart form',
    allow: 'signed-in',
    response: proof,
    status: 201,
  })
  async upload(@CurrentActor() actor: Actor, @Req() raw: MadangRequest): Promise<ProofView> {
    const { name, bytes } = await uploadedFile(raw);
    return this.proofs.add(actor, name, bytes);
  }

  @Route('POST', 'requests', {
    summary: 'Ask for an exemption, an extension or the recognition of learning elsewhere, or appeal',
    allow: 'signed-in',
    body: ask,
    response: created,
    status: 201,
    idempotent: true,
  })
  ask(@CurrentActor() actor: Actor, @Body() body: z.infer<typeof ask>): Promise<z.input<typeof created>> {
    return this.requests.ask(actor, body);
  }

  @Route('GET', 'requests', {
    summary: 'Requests that I may decide: open ones by reply date, or those decided, newest first',
    allow: 'request:decide',
    query: requestsQuery,
    response: requestPage,
  })
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: z.infer<typeof requestsQuery>,
  ): Promise<z.input<typeof requestPage>> {
    const page = await this.queries.list(actor, query);
    return { ...page, items: page.items.map(requestResponse) };
  }

  @Route('GET', 'requests/:id', {
    summary: 'One request, for the person it is about and for those who may decide it',
    allow: 'signed-in',
    params: byId,
    response: request,
  })
  async get(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byId>): Promise<z.input<typeof request>> {
    return requestResponse(await this.queries.get(actor, id));
  }

  @Route('GET', 'requests/:id/proof', {
    summary: 'The proof that came with a request; every reading is on record',
    allow: 'signed-in',
    params: byId,
    produces: 'application/octet-stream',
  })
  async proof(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byId>): Promise<StreamableFile> {
    const { stream, proof: file } = await this.proofs.open(actor, id);
    return new StreamableFile(stream, {
      type: file.mediaType,
      // An attachment: what someone uploaded is never opened as a page of ours.
      disposition: `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      length: file.size,
    });
  }

  @Route('POST', 'requests/:id/withdrawal', {
    summary: 'Take an open request of one’s own back',
    allow: 'signed-in',
    params: byId,
    status: 204,
  })
  withdraw(@CurrentActor() actor: Actor, @Param() { id }: z.infer<typeof byId>): Promise<void> {
    return this.requests.withdraw(actor, id);
  }

  @Route('POST', 'requests/:id/decision', {
    summary: 'Grant, reduce or refuse a request; it takes effect at once',
    allow: 'request:decide',
    params: byId,
    body: decision,
    status: 204,
    idempotent: true,
  })
  decide(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byId>,
    @Body() body: z.infer<typeof decision>,
  ): Promise<void> {
    return this.requests.decide(actor, id, body);
  }

  @Route('POST', 'requests/:id/revocation', {
    summary: 'Take back what was granted',
    allow: 'request:decide',
    params: byId,
    body: revocation,
    status: 204,
    idempotent: true,
  })
  revoke(
    @CurrentActor() actor: Actor,
    @Param() { id }: z.infer<typeof byId>,
    @Body() body: z.infer<typeof revocation>,
  ): Promise<void> {
    return this.requests.revoke(actor, id, body.reason);
  }
}

function requestResponse(view: RequestView): z.input<typeof request> {
  const { outside, ...rest } = view;
  return { ...rest, outside: outside === null ? null : { ...outside, topics: [...outside.topics] } };
}
