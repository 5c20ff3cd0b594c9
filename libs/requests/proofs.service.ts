import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, newId, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { FileStore } from '#libs/files';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { PROOF_MAX_BYTES, type ProofView, proofName, proofType } from './proof.rules.js';
import { ProofRefused } from './requests.errors.js';
import { RequestQueries } from './requests.queries.js';

/** Proofs of learning elsewhere: taken in by what the bytes are, read by the person and by those who may decide. */
@Injectable()
export class ProofService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly access: AccessService,
    private readonly files: FileStore,
    private readonly requests: RequestQueries,
  ) {}

  /** Stores the bytes, then the row: bytes without a row are an orphan, never the reverse. @throws {ProofRefused} */
  async add(actor: Actor, name: string, bytes: Uint8Array): Promise<ProofView> {
    const personId = this.access.requirePerson(actor);
    const mediaType = proofType(bytes);
    if (mediaType === null || bytes.byteLength > PROOF_MAX_BYTES) throw new ProofRefused();
    const { sha256, size } = await this.files.put(bytes);
    const proof = { id: newId(), name: proofName(name), mediaType, size };
    await this.db.run(async (tx) => {
      await tx.query(
        `INSERT INTO proof_file (id, person_id, sha256, name, media_type, size, uploaded_at, uploaded_by)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        [toBin(proof.id), toBin(personId), sha256, proof.name, mediaType, size, this.clock.now(), toBin(personId)],
      );
      await this.audit.record(actor, { action: 'proof.upload', subjectKind: 'person', subjectId: personId });
    });
    return proof;
  }

  /** The proof that came with a request. @throws {NotFound} for a request out of scope, or without a proof */
  async open(actor: Actor, requestId: string): Promise<{ stream: Readable; proof: ProofView }> {
    const request = await this.requests.get(actor, requestId);
    const [row] = await this.db.query<{ sha256: string }[]>(
      `SELECT p.sha256 FROM outside_learning o JOIN proof_file p ON p.id = o.proof_id WHERE o.request_id = ?`,
      [toBin(requestId)],
    );
    if (!row || request.outside === null) throw new NotFound();
    await this.audit.record(actor, {
      action: 'proof.read',
      subjectKind: 'person',
      subjectId: request.person.id,
      unitId: request.unit.id,
      detail: { request: requestId },
    });
    return { stream: await this.files.open(row.sha256), proof: request.outside.proof };
  }
}
