import type { Config } from '#libs/config';
import { join } from 'node:path';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import { MailRefused, MailUnavailable } from './messages.errors.js';

export interface Mail {
  /** The same at every try, so that a doubled mail is one in the reader's mailbox. */
  readonly messageId: string;
  /** Comes back in a notice of non-delivery (RFC 3461 §4.4). */
  readonly envelopeId: string;
  readonly date: Date;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: { readonly name: string; readonly address: string };
  readonly copyTo: { readonly name: string; readonly address: string } | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where one click ends such mail (RFC 8058); null for mail that a duty demands. */
  readonly optOut: string | null;
}

/** Where mail goes. @throws {MailUnavailable} for now, {@link MailRefused} for good */
export abstract class MailTransport {
  abstract send(mail: Mail): Promise<void>;
}

/** By SMTP where an address is configured, else into files. */
export function mailTransportFor(config: Config): MailTransport {
  return config.SMTP_URL === undefined ? new FileTransport(mailFolderOf(config)) : new SmtpTransport(config.SMTP_URL);
}

export function mailFolderOf(config: Config): string {
  return join(config.MADANG_DATA_DIR, 'mail');
}

// So that out-of-office programs don't answer a sender who can't read it (RFC 3834 §5).
const HEADERS = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

function messageOf({ messageId, date, from, to, copyTo, subject, text, html, optOut }: Mail) {
  const headers =
    optOut === null
      ? HEADERS
      : { ...HEADERS, 'List-Unsubscribe': `<${optOut}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
  return { messageId, date, from, to, ...(copyTo && { cc: copyTo }), subject, text, html, headers };
}

export class SmtpTransport extends MailTransport {
  private readonly transporter;

  constructor(url: string) {
    super();
    this.transporter = createTransport({
      url,
      pool: true,
      maxConnections: 4,
      connectionTimeout: 10_000,
      socketTimeout: 30_000,
    });
  }

  async send(mail: Mail): Promise<void> {
    try {
      await this.transporter.sendMail({
        ...messageOf(mail),
        // Honoured where the server knows it: the notice then names our message.
        dsn: { id: mail.envelopeId, return: 'headers', notify: ['failure'], recipient: mail.from.address },
      });
    } catch (error) {
      const status = statusOf(error);
      if (status >= 500) throw new MailRefused(status);
      throw new MailUnavailable();
    }
  }
}

/** One `.eml` file for each mail, named by its id: sent again it is written over, not doubled. */
export class FileTransport extends MailTransport {
  private readonly transporter = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });

  constructor(private readonly folder: string) {
    super();
  }

  async send(mail: Mail): Promise<void> {
    const { message } = await this.transporter.sendMail(messageOf(mail));
    await mkdir(this.folder, { recursive: true });
    const name = `${mail.messageId.replace(/[^0-9a-zA-Z-]/g, '_').replace(/^_|_$/g, '')}.eml`;
    const draft = join(this.folder, `.${name}`);
    await writeFile(draft, message as Buffer);
    await rename(draft, join(this.folder, name));
  }
}

/** The reply code of the server (RFC 5321 §4.2.1); 0 when it did not come to one. */
function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('responseCode' in error)) return 0;
  return typeof error.responseCode === 'number' ? error.responseCode : 0;
}
