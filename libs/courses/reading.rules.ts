/**
 * A plain measure of how hard a Korean text is to read, after what Korean easy-reading guides agree on: short
 * sentences and short words. An eojeol (어절) is what stands between spaces; one of six syllables or more is long.
 */
export interface ReadingLevel {
  sentences: number;
  /** Mean length of a sentence in eojeol. */
  eojeol: number;
  /** Share of sentences of more than 15 eojeol, 0–1. */
  longSentences: number;
  /** Share of eojeol with six or more syllables, 0–1. */
  longWords: number;
  /** Whether it keeps to the bounds of its level; null for adults, who have none. */
  fits: boolean | null;
}

const LONG_SENTENCE = 15;
const LONG_WORD = 6;

/** Bounds of {@link ReadingLevel} for pupils; our own, to be mended by teachers who try them. */
const BOUNDS = {
  elementary: { eojeol: 9, longWords: 0.08 },
  middle: { eojeol: 11, longWords: 0.12 },
  high: { eojeol: 13, longWords: 0.16 },
} as const;

export function readingLevel(texts: readonly string[], level: keyof typeof BOUNDS | 'adult'): ReadingLevel {
  const sentences = texts
    .flatMap((text) => text.split(/(?<=[.!?…]["'”’)]*)\s+|\n+/))
    .map((sentence) => sentence.match(/\S+/g)?.filter((word) => /[\p{L}\p{N}]/u.test(word)) ?? [])
    .filter((words) => words.length > 0);
  const words = sentences.flat();
  const share = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 1000) / 1000);
  const measured = {
    sentences: sentences.length,
    eojeol: sentences.length === 0 ? 0 : Math.round((words.length / sentences.length) * 10) / 10,
    longSentences: share(sentences.filter((sentence) => sentence.length > LONG_SENTENCE).length, sentences.length),
    longWords: share(words.filter((word) => (word.match(/[가-힣]/g)?.length ?? 0) >= LONG_WORD).length, words.length),
  };
  const bound = level === 'adult' ? null : BOUNDS[level];
  return {
    ...measured,
    fits: bound === null ? null : measured.eojeol <= bound.eojeol && measured.longWords <= bound.longWords,
  };
}
