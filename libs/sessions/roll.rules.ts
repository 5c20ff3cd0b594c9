/** Someone who may stand on a pasted list. */
export interface Listed {
  readonly personId: string;
  readonly name: string;
  /** Words that tell two people of one name apart: unit, post, staff number. */
  readonly marks: readonly string[];
}

export type MatchedLine =
  | { readonly line: string; readonly state: 'found' | 'repeated'; readonly personId: string }
  | { readonly line: string; readonly state: 'ambiguous'; readonly candidates: readonly string[] }
  | { readonly line: string; readonly state: 'unknown' };

const MOST_LINES = 2_000;

/**
 * Matches a pasted list with a roster, a line a person. A name is found among the words of the line, whatever
 * figures and titles stand beside it; two people of one name are told apart by what else the line says. What is not certain
 * is asked, never guessed.
 */
export function matchList(pasted: string, roster: readonly Listed[]): MatchedLine[] {
  const byName = new Map<string, Listed[]>();
  for (const person of roster) {
    const key = bare(person.name);
    byName.set(key, [...(byName.get(key) ?? []), person]);
  }
  const taken = new Set<string>();
  const lines = pasted
    .normalize('NFC')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.slice(0, MOST_LINES).map((line): MatchedLine => {
    const named = namedIn(line, byName);
    const told = named.length > 1 ? toldApart(line, named) : named;
    const [only] = told;
    if (only === undefined) return { line, state: 'unknown' };
    if (told.length > 1) return { line, state: 'ambiguous', candidates: told.map(({ personId }) => personId) };
    const state = taken.has(only.personId) ? 'repeated' : 'found';
    taken.add(only.personId);
    return { line, state, personId: only.personId };
  });
}

/** The longest run of up to three words that is a name. */
function namedIn(line: string, byName: ReadonlyMap<string, readonly Listed[]>): readonly Listed[] {
  const words = line.split(/[\s,;|/()·]+/).filter((word) => bare(word) !== '');
  for (let length = 3; length > 0; length -= 1) {
    for (let from = 0; from + length <= words.length; from += 1) {
      const found = byName.get(bare(words.slice(from, from + length).join('')));
      if (found !== undefined) return found;
    }
  }
  return [];
}

/** Those of whom the line says most; all of them where it says equally much. */
function toldApart(line: string, named: readonly Listed[]): readonly Listed[] {
  const words = bare(line, true);
  const told = named.map((person) => ({
    person,
    score: person.marks.filter((mark) => mark !== '' && words.includes(bare(mark, true))).length,
  }));
  const most = Math.max(...told.map(({ score }) => score));
  return most === 0 ? named : told.filter(({ score }) => score === most).map(({ person }) => person);
}

/** Letters only, so that numbering, titles in brackets and spaces inside a name do not matter. */
function bare(text: string, figures = false): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(figures ? /[^\p{L}\p{N}]/gu : /[^\p{L}]/gu, '');
}
