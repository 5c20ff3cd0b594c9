import { type Span, covered } from './span.rules.js';

/** From weakest to strongest. */
export const EVIDENCE_GRADES = [
  'distributed',
  'exposed',
  'interacted',
  'demonstrated',
  'practised',
  'verified',
] as const;
export type EvidenceGrade = (typeof EVIDENCE_GRADES)[number];

/** Below this share of the stated minutes nobody has read what is written. */
export const IMPOSSIBLE_PACE = 0.2;
/** Nobody follows a film at more than twice its speed: more seconds watched than this were not watched. */
export const FASTEST_FILM = 2;
/** Share of right answers in a test-out; higher than a course's own quiz, since it stands for the reading. */
export const TEST_OUT_PASSING = 0.8;

/** A lesson that counts for completion, with what the person did in it. */
export interface ProvedLesson {
  readonly slug: string;
  readonly kind: 'reading' | 'video' | 'scenario' | 'quiz' | 'reflection' | 'live' | 'package';
  /** For a quiz; `pre` proves nothing. */
  readonly purpose?: 'pre' | 'final' | 'practice';
  readonly minutes: number;
  readonly done: boolean;
  readonly engagedMs: number;
  /** Seconds of a film that were played. */
  readonly watched?: readonly Span[];
}

/** What shows the same in another way, and who or what saw it. */
export const PROOF_KINDS = ['test-out', 'argued-case', 'live-session'] as const;
export type ProofKind = (typeof PROOF_KINDS)[number];

export type EvidenceReason =
  | { readonly rule: 'quiz-passed' | 'scenario-finished'; readonly lesson: string }
  | { readonly rule: 'read-only' }
  | { readonly rule: ProofKind }
  | { readonly rule: 'film-skipped'; readonly lesson: string; readonly watchedSeconds: number }
  | { readonly rule: 'impossible-pace'; readonly engagedSeconds: number; readonly expectedSeconds: number }
  | { readonly rule: 'pace-made-good'; readonly by: ProofKind };

export interface Evidence {
  readonly grade: EvidenceGrade;
  readonly reasons: readonly EvidenceReason[];
}

/**
 * What a completion is evidence of.
 *
 * | grade | when |
 * | --- | --- |
 * | `distributed` | handed out; the pace shows that it was not read |
 * | `exposed` | read or watched |
 * | `interacted` | a case was worked through |
 * | `demonstrated` | a quiz that is not a pre-test, or a test-out, was passed |
 * | `practised` | a live session of the course was attended, or an argued case accepted by a person |
 * | `verified` | an argued case was accepted by a person, and a quiz or test-out passed |
 *
 * A pace at which nobody reads lowers the grade by one, unless one of the other ways shows the same. It never refuses a
 * completion.
 */
export function evidenceOf(lessons: readonly ProvedLesson[], proofs: readonly ProofKind[]): Evidence {
  const done = lessons.filter((lesson) => lesson.done);
  const quiz = done.find((lesson) => lesson.kind === 'quiz' && lesson.purpose !== 'pre');
  const scenario = done.find((lesson) => lesson.kind === 'scenario');
  const has = (kind: ProofKind): boolean => proofs.includes(kind);
  const tested = quiz !== undefined || has('test-out');
  const base: EvidenceGrade =
    has('argued-case') && tested
      ? 'verified'
      : has('argued-case') || has('live-session')
        ? 'practised'
        : tested
          ? 'demonstrated'
          : scenario
            ? 'interacted'
            : 'exposed';
  const pace = paceOf(done);
  const reasons: EvidenceReason[] = [
    ...(quiz ? [{ rule: 'quiz-passed' as const, lesson: quiz.slug }] : []),
    ...(scenario ? [{ rule: 'scenario-finished' as const, lesson: scenario.slug }] : []),
    ...PROOF_KINDS.filter(has).map((rule) => ({ rule })),
    ...(quiz || scenario || proofs.length > 0 ? [] : [{ rule: 'read-only' as const }]),
    ...pace.skipped,
  ];
  if (pace.engagedSeconds >= pace.expectedSeconds) return { grade: base, reasons };
  const { engagedSeconds, expectedSeconds } = pace;
  const tooFast = { rule: 'impossible-pace' as const, engagedSeconds, expectedSeconds };
  const by = PROOF_KINDS.find(has);
  if (by !== undefined) return { grade: base, reasons: [...reasons, tooFast, { rule: 'pace-made-good', by }] };
  return { grade: EVIDENCE_GRADES[EVIDENCE_GRADES.indexOf(base) - 1] ?? 'distributed', reasons: [...reasons, tooFast] };
}

/** Engaged seconds against the least that the stated minutes allow. Who attended was there for the whole of it. */
function paceOf(done: readonly ProvedLesson[]) {
  const alone = done.filter(({ kind }) => kind !== 'live');
  const skipped: EvidenceReason[] = [];
  let engagedMs = 0;
  for (const lesson of alone) {
    engagedMs += lesson.engagedMs;
    if (lesson.kind !== 'video' || lesson.watched === undefined) continue;
    const seconds = Math.min(covered(lesson.watched), (lesson.engagedMs / 1000) * FASTEST_FILM);
    if (seconds < lesson.minutes * 60 * IMPOSSIBLE_PACE)
      skipped.push({ rule: 'film-skipped', lesson: lesson.slug, watchedSeconds: Math.round(seconds) });
  }
  const minutes = alone.reduce((sum, lesson) => sum + lesson.minutes, 0);
  return {
    engagedSeconds: Math.round(engagedMs / 1000),
    expectedSeconds: Math.round(minutes * 60 * IMPOSSIBLE_PACE),
    skipped,
  };
}

/** Ways that would raise a grade, best first; none where the highest is reached. */
export function otherWays(grade: EvidenceGrade, had: readonly ProofKind[], offered: readonly ProofKind[]): ProofKind[] {
  if (grade === 'verified') return [];
  return PROOF_KINDS.filter((kind) => offered.includes(kind) && !had.includes(kind));
}
