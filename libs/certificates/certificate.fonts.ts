import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import { FontSubset, readFontTables } from './font.subset.js';

/**
 * Opening a Korean font costs 25 ms and its text layout more than all the rest of a certificate. So each font is
 * parsed once for the whole process, and PDFKit gets it behind a layout that looks characters up one by one:
 * precomposed Hangul, Han and digits need no substitution table. Words in Latin letters still get their kerning, from
 * the font's own layout, remembered for the next document.
 */
export type Weight = 'regular' | 'bold';
/** Noto Sans KR has Hangul, Han and the Latin letters of most names; Noto Sans the other Latin, Greek and Cyrillic. */
type Family = 'korean' | 'alphabetic';
/** A name under which PDFKit knows a font of ours. */
export type FontName = `${Family}-${Weight}`;

const resolver = createRequire(import.meta.url);
export const FONT_FILES: Record<FontName, string> = {
  'korean-regular': '@expo-google-fonts/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf',
  'korean-bold': '@expo-google-fonts/noto-sans-kr/700Bold/NotoSansKR_700Bold.ttf',
  'alphabetic-regular': '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  'alphabetic-bold': '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
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

const opened = new Map<FontName, fontkit.Font>();
const ascents = new Map<FontName, number>();

/** The font as PDFKit takes it, with a faster `layout` and `createSubset`. Shared by all documents of the process. */
export function certificateFont(name: FontName): fontkit.Font {
  const known = opened.get(name);
  if (known) return known;
  const bytes = readFileSync(resolver.resolve(FONT_FILES[name]));
  const tables = readFontTables(bytes);
  const font = withFastLayout(fontkit.create(bytes) as fontkit.Font);
  // The font is this module's own, so its methods can be replaced: a proxy would slow every read of a table.
  Object.defineProperty(font, 'createSubset', { value: () => new FontSubset(tables) });
  opened.set(name, font);
  return font;
}

/** Ascent by size. */
export function ascentOf(name: FontName): number {
  let ascent = ascents.get(name);
  if (ascent === undefined) {
    const font = certificateFont(name);
    ascent = font.ascent / font.unitsPerEm;
    ascents.set(name, ascent);
  }
  return ascent;
}

/** A character is looked up in the font's own tables once a process. */
const lookedUp: Record<Family, Map<string, boolean>> = { korean: new Map(), alphabetic: new Map() };

function has(family: Family, char: string): boolean {
  const known = lookedUp[family].get(char);
  if (known !== undefined) return known;
  const found = certificateFont(`${family}-regular`).hasGlyphForCodePoint(char.codePointAt(0) ?? 0);
  lookedUp[family].set(char, found);
  return found;
}

function hasAll(family: Family, text: string): boolean {
  for (const char of text) if (!has(family, char)) return false;
  return true;
}

/**
 * The text as the fonts can print it: NFC, without control characters; what the fonts lack becomes `〓`, so that the gap
 * shows and the file stays valid PDF/A.
 */
export function printable(text: string): string {
  let out = '';
  for (const char of text.normalize('NFC')) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) out += ' ';
    else out += has('korean', char) || has('alphabetic', char) ? char : MISSING;
  }
  return out.replace(/ {2,}/g, ' ').trim();
}

/** The stretches of a printable text that one font can print. A word keeps to one font where one has all of it. */
export function fontRuns(text: string, weight: Weight): readonly { font: FontName; text: string }[] {
  if (hasAll('korean', text)) return [{ font: `korean-${weight}`, text }];
  const runs: { font: FontName; text: string }[] = [];
  const add = (family: Family, part: string): void => {
    const font: FontName = `${family}-${weight}`;
    const last = runs.at(-1);
    if (last?.font === font) last.text += part;
    else runs.push({ font, text: part });
  };
  for (const word of text.split(/(?<= )/)) {
    if (hasAll('korean', word)) add('korean', word);
    else if (hasAll('alphabetic', word)) add('alphabetic', word);
    else for (const char of word) add(has('korean', char) ? 'korean' : 'alphabetic', char);
  }
  return runs;
}

const widths = new Map<string, number>();

/**
 * Width of a printable text by size. Most lines of a certificate are those of the one before, so whole lines are
 * remembered: PDFKit would lay each of them out anew in every document.
 */
export function widthOf(text: string, weight: Weight): number {
  const key = `${weight} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  let width = 0;
  for (const run of fontRuns(text, weight)) width += widthIn(run.font, run.text);
  if (widths.size >= REMEMBERED_WORDS) widths.clear();
  widths.set(key, width);
  return width;
}

/** {@link widthOf} for a stretch that one font prints, word by word as PDFKit lays it out. */
export function widthIn(name: FontName, text: string): number {
  const font = certificateFont(name);
  let units = 0;
  for (const word of text.split(/(?<=[ \t])/)) units += font.layout(word).advanceWidth;
  return units / font.unitsPerEm;
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

  return Object.defineProperty(font, 'layout', { value: layout });
}
