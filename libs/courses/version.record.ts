import { toBin } from '#libs/database';
import type { EntityManager } from 'typeorm';
import type { ChangeScope, VersionState } from './course.vocabulary.js';
import type { SeatDecision } from './review.rules.js';

/** A version as the work on its state needs it; its content is read elsewhere, and never changes. */
export interface VersionRecord {
  id: Buffer;
  courseId: Buffer;
  number: number;
  hash: string;
  state: VersionState;
  pilot: boolean;
  scope: ChangeScope;
  authors: string[];
  publishedAt: Date | null;
}

/** @param by the hash of its content, or its number */
export async function findVersion(
  tx: EntityManager,
  courseId: string,
  by: { hash: string } | { number: number },
): Promise<VersionRecord | null> {
  const [row] = await tx.query<
    {
      id: Buffer;
      course_id: Buffer;
      number: number;
      content_hash: string;
      state: VersionState;
      pilot: number;
      scope: ChangeScope;
      authors: string;
      published_at: Date | null;
    }[]
  >(
    `SELECT id, course_id, number, content_hash, state, pilot, scope, authors, published_at FROM course_version
     WHERE course_id = ? AND ${'hash' in by ? 'content_hash' : 'number'} = ?`,
    [toBin(courseId), 'hash' in by ? by.hash : by.number],
  );
  if (row === undefined) return null;
  return {
    id: row.id,
    courseId: row.course_id,
    number: row.number,
    hash: row.content_hash,
    state: row.state,
    pilot: row.pilot === 1,
    scope: row.scope,
    authors: JSON.parse(row.authors) as string[],
    publishedAt: row.published_at,
  };
}

export async function decisionsOn(tx: EntityManager, versionId: Buffer): Promise<SeatDecision[]> {
  return tx.query<SeatDecision[]>('SELECT seat, decision FROM review WHERE course_version_id = ?', [versionId]);
}
