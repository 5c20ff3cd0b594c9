import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';

/**
 * Opening a Korean font costs 25 ms and its text layout more than all the rest of a certificate. So the two weights
 * are parsed once for the whole process, and PDFKit gets them behind a layout that looks characters up one by one:
 * precomposed Hangul, Han and digits need no substitution table. Words in Latin letters still get their kerning, from
 * the font's own layout, remembered for the next document.
 */
export type Weight = 'regular' | 'bold';

const resolver = createRequire(import.meta.url);
const FILES: Record<Weight, string> = {
  regular: '@expo-google-fonts/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans-kr/700Bold/NotoSansKR_700Bold.ttf',
};
/** Bounds the memory of remembered words; a city's names in Latin letters fit many times over. */
const REMEMBERED_WORDS = 5_000;
/** The typographer's sign for a character the font lacks (U+3013). */
const MISSING = '〓';

interface GlyphRecord {
  readonly id: number;
  readonly advanceWidth: number;
  readonly codePoints: readonly number[];
}

interface GlyphRun {
  readonly glyphs: readonly GlyphRecord[];
  readonly positions: fontkit.GlyphPosition[];
  readonly advanceWidth: number;
}

const opened = new Map<Weight, fontkit.Font>();

/** The font as PDFKit takes it: the parsed font with a faster `layout`. Shared by all documents of the process. */
export function certificateFont(weight: Weight): fontkit.Font {
  const known = opened.get(weight);
  if (known) return known;
  const font = withFastLayout(fontkit.create(readFileSync(resolver.resolve(FILES[weight]))) as fontkit.Font);
  opened.set(weight, font);
  return font;
}

/**
 * The text as the fonts can print it: NFC, without control characters; a letter with a rare accent falls back to its
 * base letter, anything else the font lacks becomes `〓`, so that the gap shows and the file stays valid PDF/A.
 */
export function printable(text: string): string {
  const font = certificateFont('regular');
  let out = '';
  for (const char of text.normalize('NFC')) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) out += ' ';
    else if (font.hasGlyphForCodePoint(code)) out += char;
    else {
      const base = char.normalize('NFD').replace(/\p{M}/gu, '');
      out +=
        base !== '' && Array.from(base).every((c) => font.hasGlyphForCodePoint(c.codePointAt(0) ?? 0)) ? base : MISSING;
    }
  }
  return out.replace(/ {2,}/g, ' ').trim();
}

function withFastLayout(font: fontkit.Font): fontkit.Font {
  const glyphs = new Map<number, GlyphRecord>();
  const kerned = new Map<string, readonly number[]>();
  const shape = font.layout.bind(font);

  // Own records instead of fontkit's glyph objects: those are shared by id and keep the code points of their first
  // use, which would make the text of a later document extract wrongly.
  function glyphOf(codePoint: number): GlyphRecord {
    const known = glyphs.get(codePoint);
    if (known) return known;
    const glyph = font.glyphForCodePoint(codePoint);
    const record = { id: glyph.id, advanceWidth: glyph.advanceWidth, codePoints: [codePoint] };
    glyphs.set(codePoint, record);
    return record;
  }

  function advancesOf(text: string, plain: readonly GlyphRecord[]): readonly number[] {
    if (!/\p{Script=Latin}{2}/u.test(text)) return plain.map((glyph) => glyph.advanceWidth);
    const known = kerned.get(text);
    if (known) return known;
    const run = shape(text, { liga: false, clig: false, ccmp: false, locl: false, calt: false });
    const same = run.glyphs.length === plain.length && run.glyphs.every((glyph, i) => glyph.id === plain[i]?.id);
    const advances = same ? run.positions.map((position) => position.xAdvance) : plain.map((g) => g.advanceWidth);
    if (kerned.size >= REMEMBERED_WORDS) kerned.clear();
    kerned.set(text, advances);
    return advances;
  }

  function layout(text: string): GlyphRun {
    const records = Array.from(text).map((char) => glyphOf(char.codePointAt(0) ?? 0));
    const advances = advancesOf(text, records);
    // PDFKit scales the positions in place: every call needs objects of its own.
    const positions = advances.map((xAdvance) => ({ xAdvance, yAdvance: 0, xOffset: 0, yOffset: 0 }));
    return { glyphs: records, positions, advanceWidth: advances.reduce((sum, advance) => sum + advance, 0) };
  }

  // The font is this module's own, so its method can be replaced: a proxy would slow every table read of the subset.
  return Object.defineProperty(font, 'layout', { value: layout });
}
