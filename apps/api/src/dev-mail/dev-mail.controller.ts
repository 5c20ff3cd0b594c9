import { MailFolder, type WrittenMail } from '#libs/messages';
import { Controller, Header, Param } from '@nestjs/common';
import { z } from 'zod';
import { Route, Tag } from '../http/route.js';

const mailId = z.object({ id: z.string().max(120) });

/** The mails that went into files instead of out: for whoever tries the product. Not found in production, or with SMTP. */
@Tag('development')
@Controller('dev/mail')
export class DevMailController {
  constructor(private readonly folder: MailFolder) {}

  @Route('GET', '', { summary: 'Mails written to files (development only)', allow: 'public', produces: 'text/html' })
  @Header('Content-Type', 'text/html; charset=utf-8')
  async list(): Promise<string> {
    const mails = await this.folder.list();
    const rows = mails.map(
      (mail) =>
        `<tr><td>${when(mail)}</td><td>${escape(mail.to)}</td><td><a href="/dev/mail/${mail.id}">${escape(mail.subject)}</a></td></tr>`,
    );
    const empty = '<p>아직 보낸 메일이 없습니다. / No mail yet.</p>';
    const table = `<table><thead><tr><th>시각 / Time</th><th>받는 사람 / To</th><th>제목 / Subject</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
    return page('메일함 / Mail', rows.length === 0 ? empty : table);
  }

  @Route('GET', ':id', {
    summary: 'One mail (development only)',
    allow: 'public',
    params: mailId,
    produces: 'text/html',
  })
  @Header('Content-Type', 'text/html; charset=utf-8')
  async show(@Param() { id }: z.infer<typeof mailId>): Promise<string> {
    const mail = await this.folder.read(id);
    const text = escape(mail.text).replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`);
    return page(
      mail.subject,
      `<p><a href="/dev/mail">← 메일함 / Mail</a></p><p>${when(mail)}<br>${escape(mail.to)}</p><pre>${text}</pre>`,
    );
  }
}

function when(mail: WrittenMail): string {
  return mail.date.toISOString().replace('T', ' ').slice(0, 16);
}

function page(title: string, body: string): string {
  const style =
    'body{font:16px/1.6 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}pre{white-space:pre-wrap;font:inherit}';
  return `<!doctype html><html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${style}</style></head><body><h1>${escape(title)}</h1>${body}</body></html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${String(char.charCodeAt(0))};`);
}
