/**
 * Breaks a text into lines no wider than `width`: between words where it can, inside a word only when the word alone
 * is wider than a line (a long compound or an address).
 */
export function wrapLines(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((w) => splitWide(w, width, measure))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (measure(longer) <= width || line === '') line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** The largest of `sizes` (descending) at which the text needs at most `maxLines` lines; else the smallest. */
export function fitSize(
  text: string,
  width: number,
  maxLines: number,
  sizes: readonly number[],
  measure: (text: string, size: number) => number,
): { size: number; lines: string[] } {
  let fitted = { size: 0, lines: [text] };
  for (const size of sizes) {
    fitted = { size, lines: wrapLines(text, width, (part) => measure(part, size)) };
    if (fitted.lines.length <= maxLines) break;
  }
  return fitted;
}

function splitWide(word: string, width: number, measure: (text: string) => number): string[] {
  if (measure(word) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  for (const char of word) {
    if (part !== '' && measure(part + char) > width) {
      parts.push(part);
      part = char;
    } else part += char;
  }
  if (part !== '') parts.push(part);
  return parts;
}
