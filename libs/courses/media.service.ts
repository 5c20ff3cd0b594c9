import type { Actor } from '#libs/actor';
import { Database } from '#libs/database';
import { NotFound } from '#libs/errors';
import { FileStore } from '#libs/files';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { text } from '#libs/language';
import { authorOf } from './author.js';
import type { CourseDocument } from './course.schema.js';
import type { VersionContent } from './version.store.js';
import { InvalidCourse } from './courses.errors.js';

type Blobs = CourseDocument['blobs'];

export interface Film {
  readonly sha256: string;
  readonly bytes: number;
  /** All of it, or the bytes from–to, both included. */
  open(part?: { readonly from: number; readonly to: number }): Promise<Readable>;
}

/**
 * Films and packages of courses. The store keeps them beside certificates and proofs, under their hashes, and a
 * certificate's hash is public: so a course may name only what came in with a course.
 */
@Injectable()
export class CourseMedia {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly files: FileStore,
  ) {}

  /** Stores what a folder brought. Before the transaction that names it: what no version comes to name is swept. */
  async add(actor: Actor, contents: Iterable<Uint8Array>): Promise<void> {
    for (const bytes of contents) {
      const { sha256, size } = await this.files.put(bytes);
      await this.db.run((tx) =>
        tx.query('INSERT IGNORE INTO course_media (sha256, bytes, added_at, added_by) VALUES (?, ?, ?, ?)', [
          sha256,
          size,
          this.clock.now(),
          authorOf(actor),
        ]),
      );
    }
  }

  /** @throws {InvalidCourse} naming each file that never came in with a course */
  async require(blobs: Blobs): Promise<void> {
    if (blobs.length === 0) return;
    const rows = await this.db.query<{ sha256: string }[]>('SELECT sha256 FROM course_media WHERE sha256 IN (?)', [
      blobs.map(({ sha256 }) => sha256),
    ]);
    const known = new Set(rows.map(({ sha256 }) => sha256));
    const missing = blobs.filter(({ sha256 }) => !known.has(sha256));
    if (missing.length === 0) return;
    throw new InvalidCourse(
      missing.map(({ path }) => ({
        field: path,
        message: text(
          '이 파일은 과정과 함께 올라온 적이 없습니다. 파일이 든 과정 폴더를 가져오세요.',
          'This file never came in with a course. Import a course folder that holds it.',
        ),
      })),
    );
  }

  /** The film of a lesson, as it came in with the course. @throws {NotFound} where the lesson has none */
  film({ document }: VersionContent, slug: string): Film {
    const lesson = document.lessons.find((candidate) => candidate.slug === slug);
    const path = lesson?.kind === 'video' ? lesson.video.file : null;
    const blob = document.blobs.find((candidate) => candidate.path === path);
    if (blob === undefined) throw new NotFound();
    const { sha256, bytes } = blob;
    return { sha256, bytes, open: (part) => this.files.open(sha256, part) };
  }

  /** The bytes of each, by hash. @throws {InvalidCourse} */
  async read(blobs: Blobs): Promise<ReadonlyMap<string, Uint8Array>> {
    await this.require(blobs);
    const bytes = new Map<string, Uint8Array>();
    for (const { sha256 } of blobs) bytes.set(sha256, await buffer(await this.files.open(sha256)));
    return bytes;
  }
}
