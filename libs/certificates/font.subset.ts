/**
 * The part of a TrueType font that one document uses, cut out of the font's bytes (OpenType, "glyf", "loca", "hmtx").
 * fontkit's own subset decodes each outline to numbers and writes them again, which costs more than drawing the whole
 * certificate; an outline that does not change can be copied as it stands.
 */
export interface FontTables {
  readonly bytes: Buffer;
  readonly table: (tag: string) => Buffer;
  readonly longLoca: boolean;
  readonly metrics: number;
}

/** Reads the table directory once for the whole process. @throws when the file is no TrueType font */
export function readFontTables(bytes: Buffer): FontTables {
  if (bytes.readUInt32BE(0) !== TRUETYPE) throw new Error('not a TrueType font');
  const places = new Map<string, Buffer>();
  for (let i = 0; i < bytes.readUInt16BE(4); i += 1) {
    const entry = 12 + i * 16;
    const offset = bytes.readUInt32BE(entry + 8);
    places.set(
      bytes.toString('latin1', entry, entry + 4),
      bytes.subarray(offset, offset + bytes.readUInt32BE(entry + 12)),
    );
  }
  const table = (tag: string): Buffer => places.get(tag) ?? EMPTY;
  return {
    bytes,
    table,
    longLoca: table('head').readInt16BE(50) === 1,
    metrics: table('hhea').readUInt16BE(34),
  };
}

const TRUETYPE = 0x00010000;
const EMPTY = Buffer.alloc(0);

/** Stands where PDFKit expects what fontkit's `createSubset()` gives. */
export class FontSubset {
  /** Old glyph ids in the order of the new ones; 0 is always the missing glyph. */
  private readonly glyphs: number[] = [0];
  private readonly ids = new Map([[0, 0]]);

  constructor(private readonly font: FontTables) {}

  /** @returns the glyph's id in the subset */
  includeGlyph(glyph: number): number {
    const known = this.ids.get(glyph);
    if (known !== undefined) return known;
    const id = this.glyphs.length;
    this.glyphs.push(glyph);
    this.ids.set(glyph, id);
    return id;
  }

  /** The subset as a font file with the tables that a PDF wants (ISO 32000-1, 9.9). */
  encode(): Buffer {
    const { font } = this;
    const outlines: Buffer[] = [];
    // Parts of composed glyphs join the list while it is walked.
    for (let i = 0; i < this.glyphs.length; i += 1) outlines.push(this.outline(this.glyphs[i] ?? 0));
    const count = outlines.length;
    const loca = Buffer.alloc((count + 1) * 4);
    const hmtx = Buffer.alloc(count * 4);
    let offset = 0;
    outlines.forEach((outline, i) => {
      loca.writeUInt32BE(offset, i * 4);
      offset += aligned(outline.length);
      this.metricsOf(this.glyphs[i] ?? 0).copy(hmtx, i * 4);
    });
    loca.writeUInt32BE(offset, count * 4);
    const glyf = Buffer.alloc(offset);
    outlines.forEach((outline, i) => outline.copy(glyf, loca.readUInt32BE(i * 4)));
    const head = Buffer.from(font.table('head'));
    head.writeUInt32BE(0, 8);
    head.writeInt16BE(1, 50);
    const hhea = Buffer.from(font.table('hhea'));
    hhea.writeUInt16BE(count, 34);
    const maxp = Buffer.from(font.table('maxp'));
    maxp.writeUInt16BE(count, 4);
    return fontFile([
      ['cvt ', font.table('cvt ')],
      ['fpgm', font.table('fpgm')],
      ['glyf', glyf],
      ['head', head],
      ['hhea', hhea],
      ['hmtx', hmtx],
      ['loca', loca],
      ['maxp', maxp],
      ['prep', font.table('prep')],
    ]);
  }

  private outline(glyph: number): Buffer {
    const { font } = this;
    const loca = font.table('loca');
    const [from, to] = [glyph, glyph + 1].map((id) =>
      font.longLoca ? loca.readUInt32BE(id * 4) : loca.readUInt16BE(id * 2) * 2,
    ) as [number, number];
    const outline = font.table('glyf').subarray(from, to);
    if (outline.length === 0 || outline.readInt16BE(0) >= 0) return outline;
    return this.composed(outline);
  }

  /** A glyph made of others names them by their ids, which are new here. */
  private composed(outline: Buffer): Buffer {
    const copy = Buffer.from(outline);
    let at = 10;
    for (;;) {
      const flags = copy.readUInt16BE(at);
      copy.writeUInt16BE(this.includeGlyph(copy.readUInt16BE(at + 2)), at + 2);
      at += 4 + (flags & WORD_ARGUMENTS ? 4 : 2);
      if (flags & ONE_SCALE) at += 2;
      else if (flags & TWO_SCALES) at += 4;
      else if (flags & FOUR_SCALES) at += 8;
      if (!(flags & MORE_PARTS)) return copy;
    }
  }

  /** Advance width and left side bearing. Glyphs beyond the last full entry share its width. */
  private metricsOf(glyph: number): Buffer {
    const { metrics } = this.font;
    const hmtx = this.font.table('hmtx');
    if (glyph < metrics) return hmtx.subarray(glyph * 4, glyph * 4 + 4);
    const bearing = metrics * 4 + (glyph - metrics) * 2;
    return Buffer.concat([hmtx.subarray(metrics * 4 - 4, metrics * 4 - 2), hmtx.subarray(bearing, bearing + 2)]);
  }
}

const WORD_ARGUMENTS = 0x0001;
const ONE_SCALE = 0x0008;
const MORE_PARTS = 0x0020;
const TWO_SCALES = 0x0040;
const FOUR_SCALES = 0x0080;

const aligned = (length: number): number => (length + 3) & ~3;

/** @param tables in the order of their tags, as the directory wants them; empty ones are left out */
function fontFile(tables: readonly (readonly [string, Buffer])[]): Buffer {
  const present = tables.filter(([, data]) => data.length > 0);
  const power = Math.floor(Math.log2(present.length));
  let offset = 12 + present.length * 16;
  const file = Buffer.alloc(offset + present.reduce((sum, [, data]) => sum + aligned(data.length), 0));
  file.writeUInt32BE(TRUETYPE, 0);
  file.writeUInt16BE(present.length, 4);
  file.writeUInt16BE(16 << power, 6);
  file.writeUInt16BE(power, 8);
  file.writeUInt16BE((present.length - (1 << power)) * 16, 10);
  let head = 0;
  present.forEach(([tag, data], i) => {
    const entry = 12 + i * 16;
    data.copy(file, offset);
    if (tag === 'head') head = offset;
    file.write(tag, entry, 'latin1');
    file.writeUInt32BE(checksum(file, offset, offset + aligned(data.length)), entry + 4);
    file.writeUInt32BE(offset, entry + 8);
    file.writeUInt32BE(data.length, entry + 12);
    offset += aligned(data.length);
  });
  file.writeUInt32BE((0xb1b0afba - checksum(file, 0, file.length)) >>> 0, head + 8);
  return file;
}

function checksum(file: Buffer, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 4) sum = (sum + file.readUInt32BE(at)) | 0;
  return sum >>> 0;
}
