import type { LessonKind } from '#libs/courses';

/** From weakest to strongest, as far as learning alone reaches; `practised` and `verified` need someone else. */
export const EVIDENCE_GRADES = ['distributed', 'exposed', 'interacted', 'demonstrated'] as const;
export type EvidenceGrade = (typeof EVIDENCE_GRADES)[number];

/** Below this share of the stated minutes nobody has read what is written. */
export const IMPOSSIBLE_PACE = 0.2;

/** A lesson that counts for completion, with what the person did in it. */
export interface ProvedLesson {
  slug: string;
  kind: LessonKind;
  /** For a quiz; `pre` proves nothing. */
  purpose?: 'pre' | 'final' | 'practice';
  minutes: number;
  done: boolean;
  engagedMs: number;
}

export type EvidenceReason =
  | { rule: 'quiz-passed' | 'scenario-finished'; lesson: string }
  | { rule: 'read-only' }
  | { rule: 'impossible-pace'; engagedSeconds: number; expectedSeconds: number };

/**
 * What a completion is evidence of: a passed quiz that it was demonstrated, a finished scenario that there was
 * interaction, readings alone that the person was exposed. A pace at which nobody reads lowers the grade by one; it
 * never refuses the completion.
 */
export function evidenceOf(lessons: readonly ProvedLesson[]): { grade: EvidenceGrade; reasons: EvidenceReason[] } {
  const quiz = lessons.find((lesson) => lesson.done && lesson.kind === 'quiz' && lesson.purpose !== 'pre');
  const scenario = lessons.find((lesson) => lesson.done && lesson.kind === 'scenario');
  const base: EvidenceGrade = quiz ? 'demonstrated' : scenario ? 'interacted' : 'exposed';
  const reasons: EvidenceReason[] = [
    ...(quiz ? [{ rule: 'quiz-passed' as const, lesson: quiz.slug }] : []),
    ...(scenario ? [{ rule: 'scenario-finished' as const, lesson: scenario.slug }] : []),
    ...(quiz || scenario ? [] : [{ rule: 'read-only' as const }]),
  ];
  const done = lessons.filter((lesson) => lesson.done);
  const engagedSeconds = Math.round(done.reduce((sum, lesson) => sum + lesson.engagedMs, 0) / 1000);
  const expectedSeconds = Math.round(done.reduce((sum, lesson) => sum + lesson.minutes, 0) * 60 * IMPOSSIBLE_PACE);
  if (engagedSeconds >= expectedSeconds) return { grade: base, reasons };
  const lowered = EVIDENCE_GRADES[EVIDENCE_GRADES.indexOf(base) - 1] ?? 'distributed';
  return { grade: lowered, reasons: [...reasons, { rule: 'impossible-pace', engagedSeconds, expectedSeconds }] };
}
