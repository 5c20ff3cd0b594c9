/** A stretch of two texts laid over each other. */
export interface Piece {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Cells of the table of the longest common subsequence: above it, whole lines are compared instead of words. */
const MAX_CELLS = 1_000_000;

/** What was taken out of a text and what was put in, word by word; line by line where the texts are very long. */
export function piecesOf(before: string, after: string): Piece[] {
  const words = (text: string) => text.split(/(\s+)/).filter((token) => token !== '');
  const lines = (text: string) => text.split(/(?<=\n)/);
  return compared(words(before), words(after)) ?? compared(lines(before), lines(after)) ?? whole(before, after);
}

function whole(before: string, after: string): Piece[] {
  return [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ];
}

/** Null where it would take too long. */
function compared(before: readonly string[], after: readonly string[]): Piece[] | null {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const old = before.slice(start, before.length - end);
  const fresh = after.slice(start, after.length - end);
  if (old.length * fresh.length > MAX_CELLS) return null;
  const pieces: Piece[] = [];
  const put = (kind: Piece['kind'], text: string) => {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text !== '') pieces.push({ kind, text });
  };
  put('same', before.slice(0, start).join(''));
  const width = fresh.length + 1;
  // Length of the longest common subsequence of what follows each place.
  const longest = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = fresh.length - 1; j >= 0; j -= 1)
      longest[i * width + j] = old[i] === fresh[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      put('same', old[i] ?? '');
      [i, j] = [i + 1, j + 1];
    } else if (i < old.length && (j === fresh.length || at(i + 1, j) >= at(i, j + 1))) {
      put('removed', old[i] ?? '');
      i += 1;
    } else {
      put('added', fresh[j] ?? '');
      j += 1;
    }
  }
  put('same', before.slice(before.length - end).join(''));
  return pieces;
}
