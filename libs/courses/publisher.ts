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
import type { ChangeScope, Seat } from './course.vocabulary.js';
import { WrongVersionState } from './courses.errors.js';
import { CourseMedia } from './media.service.js';
import { isPilot } from './review.rules.js';
import { decisionsOn, findVersion, type VersionRecord } from './version.record.js';

export interface Published {
  versionId: string;
  code: string;
  number: number;
  hash: string;
  pilot: boolean;
  /** False when exactly this content was a version already. */
  isNew: boolean;
}

/** How a version came about. */
export interface Provenance {
  scope: ChangeScope;
  note: string | null;
  /** Version that it changes. */
  basedOn: string | null;
  /** Ids of the persons who wrote it. */
  authors: readonly string[];
  /** Whether it is put before the reviewers, and not published at once. */
  submitted: boolean;
}

/** Writes versions: the one place that does. Their content is only ever inserted. */
@Injectable()
export class Publisher {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly media: CourseMedia,
  ) {}

  /**
   * Makes a document that was checked the next version of its course.
   *
   * @param ifKnown whether an earlier version with the same content becomes the current one again
   * @param authors ids of the persons who wrote it
   * @throws {WrongVersionState} for content that the office has retired, where it was to become the current one
   */
  publish(
    actor: Actor,
    document: CourseDocument,
    ifKnown: 'keep' | 'current',
    authors: readonly string[] = [],
  ): Promise<Published> {
    return this.db.run((tx) => this.publishIn(tx, actor, document, ifKnown, authors));
  }

  private async publishIn(
    tx: EntityManager,
    actor: Actor,
    document: CourseDocument,
    ifKnown: 'keep' | 'current',
    authors: readonly string[],
  ): Promise<Published> {
    const courseId = await this.lockCourse(tx, actor, document);
    const { version, isNew } = await this.store(tx, actor, courseId, document, {
      scope: 'whole',
      note: null,
      basedOn: null,
      authors,
      submitted: false,
    });
    if (!isNew && version.state === 'published') {
      if (ifKnown === 'current') await this.makeCurrent(tx, courseId, version.id);
      return publishedOf(document.code, version, false);
    }
    // Taken back by the office: neither files nor a draft bring it back.
    if (version.state === 'retired' && version.publishedAt !== null) {
      if (ifKnown === 'current') throw new WrongVersionState();
      return publishedOf(document.code, version, false);
    }
    return this.release(tx, actor, document.code, version);
  }

  /**
   * Writes a document as the next version, in review; the one there is where exactly this content is a version already.
   * Call it with the course's row locked.
   */
  async store(
    tx: EntityManager,
    actor: Actor,
    courseId: string,
    document: CourseDocument,
    made: Provenance,
  ): Promise<{ version: VersionRecord; isNew: boolean }> {
    const hash = contentHash(document);
    const known = await findVersion(tx, courseId, { hash });
    if (known !== null) return { version: known, isNew: false };
    await this.insertVersion(tx, actor, courseId, document, hash, made);
    const version = await findVersion(tx, courseId, { hash });
    if (version === null) throw new NotFound();
    return { version, isNew: true };
  }

  /** Makes a version in review, or signed, what learners get: a pilot as long as a signature is missing. */
  async release(tx: EntityManager, actor: Actor, code: string, version: VersionRecord): Promise<Published> {
    const pilot = await this.pilotOf(tx, version);
    const at = this.clock.now();
    await tx.query(
      `UPDATE course_version SET state = 'published', pilot = ?, published_at = ?, published_by = ?, retired_at = NULL,
         retired_by = NULL, retired_reason = NULL WHERE id = ?`,
      [pilot ? 1 : 0, at, authorOf(actor), version.id],
    );
    const courseId = fromBin(version.courseId);
    await this.makeCurrent(tx, courseId, version.id);
    await this.audit.record(actor, {
      action: 'course.publish',
      subjectKind: 'course',
      subjectId: courseId,
      detail: { code, number: version.number, hash: version.hash, pilot },
    });
    return publishedOf(code, { ...version, pilot }, true);
  }

  /** Whether a version lacks a signature as things stand. */
  async pilotOf(tx: EntityManager, version: VersionRecord): Promise<boolean> {
    const [row] = await tx.query<{ seats: string; base_pilot: number | null }[]>(
      `SELECT CAST(JSON_EXTRACT(v.document, '$.seats') AS CHAR) AS seats, b.pilot AS base_pilot
       FROM course_version v LEFT JOIN course_version b ON b.id = v.based_on_version_id WHERE v.id = ?`,
      [version.id],
    );
    const decisions = await decisionsOn(tx, version.id);
    return isPilot(version.scope, JSON.parse(row?.seats ?? '[]') as Seat[], decisions, row?.base_pilot !== 0);
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
    made: Provenance,
  ): Promise<void> {
    await this.media.require(document.blobs);
    const [last] = await tx.query<{ number: number | null }[]>(
      'SELECT MAX(number) AS number FROM course_version WHERE course_id = ?',
      [toBin(courseId)],
    );
    const versionId = newId();
    const row: Record<string, unknown> = {
      id: toBin(versionId),
      course_id: toBin(courseId),
      number: (last?.number ?? 0) + 1,
      content_hash: hash,
      state: 'in-review',
      pilot: 1,
      document: canonicalJson(document),
      scope: made.scope,
      note: made.note,
      based_on_version_id: made.basedOn === null ? null : toBin(made.basedOn),
      authors: JSON.stringify(made.authors),
      submitted_at: made.submitted ? this.clock.now() : null,
      submitted_by: made.submitted ? authorOf(actor) : null,
    };
    await insertRows(tx, 'course_version', Object.keys(row), [Object.values(row)]);
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
  }

  /** An item whose words did not change keeps its row from version to version. */
  private async insertItems(
    tx: EntityManager,
    courseId: string,
    versionId: string,
    items: readonly Item[],
  ): Promise<void> {
    if (items.length === 0) return;
    const hashes = items.map((item) => hashOf(item));
    await insertRows(
      tx,
      'item',
      ['id', 'course_id', 'code', 'pair', 'form', 'kind', 'content_hash', 'content'],
      items.map((item, i) => [
        toBin(newId()),
        toBin(courseId),
        item.code,
        item.pair,
        item.form,
        item.kind,
        hashes[i],
        canonicalJson(item),
      ]),
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

function publishedOf(code: string, { id, number, hash, pilot }: VersionRecord, isNew: boolean): Published {
  return { versionId: fromBin(id), code, number, hash, pilot, isNew };
}
