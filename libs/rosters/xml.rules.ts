/** What the parts of an XLSX consist of. Names come without their namespace prefix. */
export type XmlEvent =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string; readonly closed: boolean }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

/**
 * Splits XML into events as it arrives in pieces. Only what spreadsheets write is known: a document type definition is
 * refused, so that no entity can grow, and elements must close in order. @throws {Error} for anything else
 */
export class XmlEvents {
  private rest = '';
  private readonly open: string[] = [];
  private began = false;

  feed(piece: string): readonly XmlEvent[] {
    const events: XmlEvent[] = [];
    const buffer = this.rest + piece;
    let at = 0;
    for (;;) {
      const tag = buffer.indexOf('<', at);
      if (tag === -1) break;
      const end = endOfMarkup(buffer, tag);
      if (end === -1) break;
      if (tag > at) events.push({ kind: 'text', text: buffer.slice(at, tag) });
      const event = this.markup(buffer.slice(tag, end));
      if (event) events.push(event);
      at = end;
    }
    this.rest = buffer.slice(at);
    if (this.rest.length > 1_000_000) throw new Error('markup without an end');
    return events;
  }

  /** @throws when the document is not whole */
  end(): void {
    if (this.open.length > 0 || !this.began || this.rest.trim() !== '') throw new Error('document ends early');
  }

  private markup(markup: string): XmlEvent | null {
    if (markup.startsWith('<?') || markup.startsWith('<!--')) return null;
    if (markup.startsWith('<![CDATA[')) {
      return { kind: 'text', text: markup.slice(9, -3).replace(/[&<>]/g, (c) => ESCAPES[c] ?? c) };
    }
    if (markup.startsWith('<!')) throw new Error('document type definition');
    if (markup.startsWith('</')) {
      const name = localName(markup.slice(2, -1).trim());
      if (this.open.pop() !== name) throw new Error(`${name} closes what is not open`);
      return { kind: 'close', name };
    }
    const closed = markup.endsWith('/>');
    const inner = markup.slice(1, closed ? -2 : -1);
    const space = inner.search(/\s/);
    const name = localName(space === -1 ? inner : inner.slice(0, space));
    if (!/^[\w.-]+$/.test(name)) throw new Error('not an element');
    this.began = true;
    if (!closed) this.open.push(name);
    if (this.open.length > 64) throw new Error('nested too deeply');
    return { kind: 'open', name, attributes: space === -1 ? '' : inner.slice(space), closed };
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function endOfMarkup(buffer: string, from: number): number {
  const until = buffer.startsWith('<!--', from) ? '-->' : buffer.startsWith('<![CDATA[', from) ? ']]>' : '>';
  // The beginning of `<!--` or `<![CDATA[` may itself be cut in two.
  if (until === '>' && buffer.startsWith('<!', from) && buffer.length - from < 9 && !buffer.includes('>', from))
    return -1;
  const end = buffer.indexOf(until, from);
  return end === -1 ? -1 : end + until.length;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

/** The value of one attribute of an element; null when it has none of that name. */
export function attribute(attributes: string, name: string): string | null {
  const found = new RegExp(`(?:^|\\s)(?:[\\w.-]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  const value = found?.[1] ?? found?.[2];
  return value === undefined ? null : unescapeXml(value);
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Entities, and Excel's own `_x000D_` for characters that XML does not carry. @throws for an unknown entity */
export function unescapeXml(value: string): string {
  if (!value.includes('&') && !value.includes('_x')) return value;
  return value
    .replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (_whole, entity: string) => {
      if (!entity.startsWith('#')) {
        const character = NAMED[entity];
        if (character === undefined) throw new Error(`unknown entity ${entity}`);
        return character;
      }
      const code =
        entity.startsWith('#x') || entity.startsWith('#X') ? parseInt(entity.slice(2), 16) : Number(entity.slice(1));
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    })
    .replace(/_x([\da-f]{4})_/gi, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
