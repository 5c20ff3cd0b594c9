import type { Film } from '#libs/courses';
import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { byteRange } from './byte-range.js';

/** A film that never changes, whole or in part: players ask for the part that they are about to show. */
export async function sendFilm(
  film: Film,
  headers: { readonly range?: string | undefined; readonly 'if-range'?: string | string[] | undefined },
  reply: FastifyReply,
): Promise<StreamableFile | undefined> {
  const tag = `"${film.sha256}"`;
  void reply.headers({
    'accept-ranges': 'bytes',
    etag: tag,
    'cache-control': 'private, max-age=86400',
    'content-disposition': 'inline',
  });
  const condition = headers['if-range'];
  const range = condition === undefined || condition === tag ? byteRange(headers.range, film.bytes) : null;
  if (range === 'unsatisfiable') {
    void reply.status(416).header('content-range', `bytes */${String(film.bytes)}`);
    return undefined;
  }
  if (range === null) return new StreamableFile(await film.open(), { type: 'video/mp4', length: film.bytes });
  const { from, to } = range;
  void reply.status(206).header('content-range', `bytes ${String(from)}-${String(to)}/${String(film.bytes)}`);
  return new StreamableFile(await film.open(range), { type: 'video/mp4', length: to - from + 1 });
}
