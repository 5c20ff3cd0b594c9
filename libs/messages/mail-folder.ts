import { CONFIG, type Config } from '#libs/config';
import { NotFound } from '#libs/errors';
import { Inject, Injectable } from '@nestjs/common';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mailFolderOf } from './mail.transport.js';

export interface WrittenMail {
  /** File name without its ending. */
  readonly id: string;
  readonly date: Date;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

const LIST_LIMIT = 200;

/** Reads back what {@link FileTransport} wrote. For development only: there is no mail to read where SMTP is used. */
@Injectable()
export class MailFolder {
  private readonly folder: string;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.folder = mailFolderOf(config);
  }

  /** False in production, and where mail really goes out. */
  get open(): boolean {
    return this.config.SMTP_URL === undefined && this.config.NODE_ENV !== 'production';
  }

  /** The newest first. @throws {NotFound} where the folder is not open */
  async list(): Promise<WrittenMail[]> {
    if (!this.open) throw new NotFound();
    const names = await readdir(this.folder).catch(() => []);
    const dated = await Promise.all(
      names
        .filter((name) => /^[^.].*\.eml$/.test(name))
        .map(async (name) => ({ id: name.slice(0, -4), time: (await stat(join(this.folder, name))).mtimeMs })),
    );
    dated.sort((a, b) => b.time - a.time);
    return Promise.all(dated.slice(0, LIST_LIMIT).map(({ id }) => this.read(id)));
  }

  /** @throws {NotFound} */
  async read(id: string): Promise<WrittenMail> {
    if (!this.open || !/^[\w-]+$/.test(id)) throw new NotFound();
    const source = await readFile(join(this.folder, `${id}.eml`), 'utf8').catch(() => null);
    if (source === null) throw new NotFound();
    return { id, ...parseMail(source) };
  }
}

/** As much of RFC 5322, 2045 to 2047 as our own mails use: a text part, alone or as the first of two. */
export function parseMail(source: string): Omit<WrittenMail, 'id'> {
  const { header, body } = partOf(source);
  const [, boundary] = /^multipart\/.*boundary="?([^";]+)/i.exec(header('content-type')) ?? [];
  const part =
    boundary === undefined ? null : partOf(body.split(`--${boundary}\n`)[1]?.split(`\n--${boundary}`)[0] ?? '');
  const encoding = (part ?? { header }).header('content-transfer-encoding').toLowerCase();
  return {
    date: new Date(header('date')),
    to: header('to'),
    subject: header('subject'),
    text: decodeBody(part?.body ?? body, encoding),
  };
}

/** Headers in one line each, and what follows them. */
export function partOf(source: string): { header: (name: string) => string; body: string } {
  const end = source.indexOf('\n\n');
  const headers = new Map(
    source
      .slice(0, end < 0 ? undefined : end)
      .replace(/\n[ \t]+/g, ' ')
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { header: (name) => decodeWords(headers.get(name) ?? ''), body: end < 0 ? '' : source.slice(end + 2) };
}

function decodeBody(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding === 'quoted-printable') return decodeQuoted(body.replace(/=\r?\n/g, ''));
  return body;
}

function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_all, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : decodeQuoted(text.replaceAll('_', ' ')),
    );
}

function decodeQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
