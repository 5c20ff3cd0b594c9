import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { FileStore } from '#libs/files';
import { PROOF_MAX_BYTES, proofName, proofType } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { openSession } from './session.queries.js';
import { NotASheet } from './sessions.errors.js';

/** The signed attendance sheet of a session, kept as it was scanned. */
@Injectable()
export class SessionProofService {
  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    private readonly access: AccessService,
    private readonly files: FileStore,
  ) {}

  /** Bytes first, then the row that names them. @throws {NotFound} out of scope; {@link NotASheet} */
  async keep(actor: Actor, sessionId: string, name: string, bytes: Uint8Array): Promise<void> {
    const { unitId } = await openSession(this.db, sessionId);
    await this.access.requireUnit(actor, 'session:record', unitId);
    const type = proofType(bytes);
    if (type === null || bytes.byteLength > PROOF_MAX_BYTES) throw new NotASheet();
    const { sha256 } = await this.files.put(bytes);
    await this.db.run(async (tx) => {
      await tx.query('UPDATE live_session SET proof_sha256 = ?, proof_name = ?, proof_type = ? WHERE id = ?', [
        sha256,
        proofName(name),
        type,
        toBin(sessionId),
      ]);
      await this.audit.record(actor, {
        action: 'session.proof',
        subjectKind: 'live-session',
        subjectId: sessionId,
        unitId,
        detail: { sha256 },
      });
    });
  }

  /** @throws {NotFound} out of scope, or where there is none */
  async open(actor: Actor, sessionId: string): Promise<{ stream: Readable; name: string; type: string }> {
    const { unitId } = await openSession(this.db, sessionId);
    await this.access.requireUnit(actor, 'session:record', unitId);
    const [row] = await this.db.query<{ sha256: string | null; name: string; type: string }[]>(
      'SELECT proof_sha256 AS sha256, proof_name AS name, proof_type AS type FROM live_session WHERE id = ?',
      [toBin(sessionId)],
    );
    if (row?.sha256 == null) throw new NotFound();
    await this.audit.record(actor, {
      action: 'session.proof-read',
      subjectKind: 'live-session',
      subjectId: sessionId,
      unitId,
    });
    return { stream: await this.files.open(row.sha256), name: row.name, type: row.type };
  }
}
