import type { CourseDocument } from '#libs/courses';
import type { Text } from '#libs/language';
import { provedLessons } from './completer.js';
import type { LessonStanding } from './enrollment.store.js';
import {
  EVIDENCE_GRADES,
  type Evidence,
  type EvidenceGrade,
  evidenceOf,
  otherWays,
  type ProofKind,
} from './evidence.rules.js';
import { GRADE_WORDS, PACE_PROMISE, reasonText, WAY_WORDS } from './evidence.words.js';

export interface EvidenceView {
  /** What the completion is, or would be now, evidence of. */
  readonly grade: EvidenceGrade;
  readonly title: Text;
  /** True once it stands on the credit. */
  readonly frozen: boolean;
  readonly reasons: Text[];
  /** What was shown after the completion; the credit keeps what it was granted with. */
  readonly later: { readonly grade: EvidenceGrade; readonly title: Text; readonly reasons: Text[] } | null;
  readonly ways: { readonly kind: ProofKind; readonly text: Text }[];
  readonly promise: Text;
}

interface EvidenceFacts {
  readonly document: CourseDocument;
  readonly lessons: readonly LessonStanding[];
  readonly proofs: readonly ProofKind[];
  /** As the completion froze it. */
  readonly frozen: Evidence | null;
  /** Ways that this course offers to this person. */
  readonly offered: readonly ProofKind[];
}

export function viewEvidence({ document, lessons, proofs, frozen, offered }: EvidenceFacts): EvidenceView {
  const now = evidenceOf(provedLessons(lessons), proofs);
  const shown = frozen ?? now;
  const titles = new Map(document.lessons.map(({ slug, title }) => [slug, title]));
  const words = ({ reasons }: Evidence): Text[] =>
    reasons.map((reason) => reasonText(reason, (slug) => titles.get(slug) ?? { ko: slug, en: slug }));
  const raised = frozen !== null && rank(now.grade) > rank(frozen.grade);
  return {
    grade: shown.grade,
    title: GRADE_WORDS[shown.grade],
    frozen: frozen !== null,
    reasons: words(shown),
    later: raised ? { grade: now.grade, title: GRADE_WORDS[now.grade], reasons: words(now) } : null,
    ways: otherWays(now.grade, proofs, offered).map((kind) => ({ kind, text: WAY_WORDS[kind] })),
    promise: PACE_PROMISE,
  };
}

function rank(grade: EvidenceGrade): number {
  return EVIDENCE_GRADES.indexOf(grade);
}
