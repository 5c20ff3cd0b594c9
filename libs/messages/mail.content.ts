import type { Language } from '#libs/language';
import { MAIL_TEMPLATE } from './mail.template.js';

/** A piece of a mail, in the order in which it is read. */
export type MailBlock =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'duty'; readonly title: string; readonly due: string; readonly missing: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'link'; readonly label: string; readonly url: string };

/** What a mail says, before it takes the shape of text or HTML: both say the same. */
export interface MailContent {
  readonly language: Language;
  readonly subject: string;
  readonly blocks: readonly MailBlock[];
  /** Who writes, and how to reach them; lines. */
  readonly closing: string;
}

/** The text part, which is also what stands in the inbox. */
export function textOf(content: MailContent): string {
  const parts = content.blocks.map((block) => {
    if (block.kind === 'text') return block.text;
    if (block.kind === 'link') return `${block.label}: ${block.url}`;
    if (block.kind === 'list') return block.items.map((item) => `• ${item}`).join('\n');
    return [`• ${block.title}`, `  ${block.due}`, `  ${block.missing}`].join('\n').trimEnd();
  });
  return `${[...parts, content.closing].join('\n\n')}\n`;
}

/**
 * The HTML part, from the template that the build compiled. @param optOut address and words of the way out, where the
 * mail is optional
 */
export function htmlOf(content: MailContent, optOut?: { readonly label: string; readonly url: string }): string {
  let rows = '';
  for (const block of content.blocks) {
    if (block.kind === 'text') rows += fill(PIECES.text, { text: block.text });
    else if (block.kind === 'link') rows += fill(PIECES.link, block);
    else if (block.kind === 'duty') rows += fill(PIECES.duty, block);
    else for (const item of block.items) rows += fill(PIECES.item, { text: item });
  }
  if (optOut) rows += fill(PIECES.optout, optOut);
  const words = { subject: content.subject, language: content.language, closing: content.closing };
  return fill(PIECES.head, words) + rows + fill(PIECES.foot, words);
}

/** Literal text and names of slots in turn: split once, not at every mail. */
type Piece = readonly string[];

const SLOT = /\{\{ ?(\w+) ?\}\}/;

const PIECES = piecesOf(MAIL_TEMPLATE);

function piecesOf(template: string): Record<'head' | 'text' | 'duty' | 'item' | 'link' | 'optout' | 'foot', Piece> {
  const between = (from: string, to: string): Piece => {
    const start = template.indexOf(`<!--${from}-->`);
    const end = template.indexOf(`<!--${to}-->`);
    if (start < 0 || end < start) throw new Error(`the mail template lacks ${from} or ${to}`);
    return template.slice(start + from.length + 7, end).split(SLOT);
  };
  const [head = ''] = template.split('<!--text-->');
  const [, foot = ''] = template.split('<!--end-->');
  return {
    head: head.split(SLOT),
    text: between('text', 'duty'),
    duty: between('duty', 'item'),
    item: between('item', 'link'),
    link: between('link', 'optout'),
    optout: between('optout', 'end'),
    foot: foot.split(SLOT),
  };
}

function fill(piece: Piece, values: Readonly<Record<string, string>>): string {
  let html = '';
  for (let i = 0; i < piece.length; i += 2) {
    html += piece[i] ?? '';
    const name = piece[i + 1];
    if (name !== undefined) html += escapeHtml(values[name] ?? '');
  }
  return html;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '<br>',
};

function escapeHtml(text: string): string {
  return /[&<>"'\n]/.test(text) ? text.replace(/[&<>"'\n]/g, (sign) => ENTITIES[sign] ?? '') : text;
}
