import type { Config } from '#libs/config';
import type { Language } from '#libs/language';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MessageKind } from './message.entity.js';
import { MailUnavailable } from './messages.errors.js';

/** A message for a phone, as a gateway for SMS, LMS or Alimtalk takes it. */
export interface ShortText {
  /** The same at every try: a gateway that is told it twice sends once. */
  readonly id: string;
  /**
   * Under which numbers the personnel systems know the reader. No phone number is kept here: the gateway's side looks it
   * up at the moment of sending.
   */
  readonly reader: readonly { readonly source: string; readonly id: string }[];
  readonly language: Language;
  /** Alimtalk sends templates that were approved before: this says which. */
  readonly template: MessageKind;
  /** At most {@link LONGEST_BYTES} as a phone counts them. */
  readonly words: string;
}

/** What an LMS holds, a character of Korean counted as two. */
const LONGEST_BYTES = 2_000;

/** Where short texts go. docs/reminders.md writes one out for an Alimtalk gateway. */
export abstract class TextChannel {
  /** Whether anybody can be reached by it. */
  abstract readonly open: boolean;
  /** @throws {MailUnavailable} for now, {@link MailRefused} for good */
  abstract send(text: ShortText): Promise<void>;
}

export function textChannelFor(config: Config): TextChannel {
  return config.MADANG_TEXTS === 'file'
    ? new FileTextChannel(join(config.MADANG_DATA_DIR, 'texts'))
    : new NoTextChannel();
}

/** Without one, whoever has neither address nor account is told by the training clerk. */
class NoTextChannel extends TextChannel {
  readonly open: boolean = false;
  send(): Promise<void> {
    return Promise.reject(new MailUnavailable());
  }
}

/** A file for each text, named by its id: sent again it is written over. To try out what a gateway would be given. */
export class FileTextChannel extends TextChannel {
  readonly open: boolean = true;

  constructor(private readonly folder: string) {
    super();
  }

  async send(text: ShortText): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const draft = join(this.folder, `.${text.id}.json`);
    await writeFile(draft, `${JSON.stringify(text, null, 2)}\n`);
    await rename(draft, join(this.folder, `${text.id}.json`));
  }
}

/** Words that fit a phone's message: whole lines, as many as there is room for. */
export function fitting(words: string): string {
  let bytes = 0;
  const lines: string[] = [];
  for (const line of words.trim().split('\n')) {
    bytes += 1 + line.length + (line.match(/[^\p{ASCII}]/gu)?.length ?? 0);
    if (bytes > LONGEST_BYTES) break;
    lines.push(line);
  }
  return lines.join('\n').trimEnd();
}
