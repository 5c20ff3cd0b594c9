import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, fromBin, insertRows, newId, toBin } from '#libs/database';
import { NotFound } from '#libs/errors';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { authorOf } from './author.js';
import { canonicalJson, contentHash, hashOf } from './course.hash.js';
import type { CourseDocument, Item } from './course.schema.js';
import { unsignedSeats } from './review.rules.js';

export interface Published {
  versionId: string;
  code: string;
  number: number;
  hash: string;
  pilot: boolean;
  /** False when exactly this content was a version already. */
  isNew: boolean;
}

/** Writes versions: the one place that does, and it only inserts. */
@Injectable()
export class Publisher {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /**
   * Makes a document that was checked the next version of its course.
   *
   * @param ifKnown whether an earlier version with the same content becomes the current one again
   */
  publish(actor: Actor, document: CourseDocument, ifKnown: 'keep' | 'current'): Promise<Published> {
    return this.db.run((tx) => this.publishIn(tx, actor, document, ifKnown));
  }

  private async publishIn(
    tx: EntityManager,
    actor: Actor,
    document: CourseDocument,
    ifKnown: 'keep' | 'current',
  ): Promise<Published> {
    const courseId = await this.lockCourse(tx, actor, document);
    const hash = contentHash(document);
    const [known] = await tx.query<{ id: Buffer; number: number; pilot: number }[]>(
      'SELECT id, number, pilot FROM course_version WHERE course_id = ? AND content_hash = ?',
      [toBin(courseId), hash],
    );
    if (known !== undefined) {
      if (ifKnown === 'current') await this.makeCurrent(tx, courseId, known.id);
      const { code } = document;
      return { versionId: fromBin(known.id), code, number: known.number, hash, pilot: known.pilot === 1, isNew: false };
    }
    const published = await this.insertVersion(tx, actor, courseId, document, hash);
    await this.makeCurrent(tx, courseId, toBin(published.versionId));
    await this.audit.record(actor, {
      action: 'course.publish',
      subjectKind: 'course',
      subjectId: courseId,
      detail: { code: document.code, number: published.number, hash, pilot: published.pilot },
    });
    return published;
  }

  private async lockCourse(tx: EntityManager, actor: Actor, document: CourseDocument): Promise<string> {
    await tx.query(
      `INSERT INTO course (id, code, track, created_at, created_by) VALUES (?, ?, ?, ?, ?)
       ON DUPLICATE KEY UPDATE track = VALUES(track)`,
      [toBin(newId()), document.code, document.track, this.clock.now(), authorOf(actor)],
    );
    const [row] = await tx.query<{ id: Buffer }[]>('SELECT id FROM course WHERE code = ? FOR UPDATE', [document.code]);
    if (row === undefined) throw new NotFound();
    return fromBin(row.id);
  }

  private async insertVersion(
    tx: EntityManager,
    actor: Actor,
    courseId: string,
    document: CourseDocument,
    hash: string,
  ): Promise<Published> {
    const [last] = await tx.query<{ number: number | null }[]>(
      'SELECT MAX(number) AS number FROM course_version WHERE course_id = ?',
      [toBin(courseId)],
    );
    const number = (last?.number ?? 0) + 1;
    const versionId = newId();
    const pilot = unsignedSeats(document.seats, []).length > 0;
    await insertRows(
      tx,
      'course_version',
      ['id', 'course_id', 'number', 'content_hash', 'state', 'pilot', 'document', 'published_at', 'published_by'],
      [
        [
          toBin(versionId),
          toBin(courseId),
          number,
          hash,
          'published',
          pilot ? 1 : 0,
          canonicalJson(document),
          this.clock.now(),
          authorOf(actor),
        ],
      ],
    );
    await insertRows(
      tx,
      'lesson',
      ['id', 'course_version_id', 'position', 'slug', 'kind', 'minutes', 'required'],
      document.lessons.map((lesson, position) => [
        toBin(newId()),
        toBin(versionId),
        position,
        lesson.slug,
        lesson.kind,
        lesson.minutes,
        lesson.required ? 1 : 0,
      ]),
    );
    await this.insertItems(tx, courseId, versionId, document.items);
    return { versionId, code: document.code, number, hash, pilot, isNew: true };
  }

  /** An item whose words did not change keeps its row from version to version. */
  private async insertItems(tx: EntityManager, courseId: string, versionId: string, items: readonly Item[]): Promise<void> {
    if (items.length === 0) return;
    const hashes = items.map((item) => hashOf(item));
    await insertRows(
      tx,
      'item',
      ['id', 'course_id', 'code', 'pair', 'form', 'kind', 'content_hash', 'content'],
      items.map((item, i) => [toBin(newId()), toBin(courseId), item.code, item.pair, item.form, item.kind, hashes[i], canonicalJson(item)]),
      'ON DUPLICATE KEY UPDATE code = VALUES(code)',
    );
    await tx.query(
      `INSERT INTO course_version_item (course_version_id, item_id)
       SELECT ?, id FROM item WHERE course_id = ? AND (code, content_hash) IN (?)`,
      [toBin(versionId), toBin(courseId), items.map((item, i) => [item.code, hashes[i]])],
    );
  }

  private async makeCurrent(tx: EntityManager, courseId: string, versionId: Buffer): Promise<void> {
    await tx.query('UPDATE course SET current_version_id = ? WHERE id = ?', [versionId, toBin(courseId)]);
  }
}
