import {
  EVIDENCE_GRADES,
  type EvidenceReason,
  evidenceOf,
  otherWays,
  PROOF_KINDS,
  type ProvedLesson,
} from './evidence.rules.js';
import { GRADE_WORDS, reasonText, WAY_WORDS } from './evidence.words.js';

const lesson = (kind: ProvedLesson['kind'], more: Partial<ProvedLesson> = {}): ProvedLesson => ({
  slug: kind,
  kind,
  minutes: 10,
  done: true,
  engagedMs: 600_000,
  ...more,
});
const final = lesson('quiz', { purpose: 'final' });

describe('evidence', () => {
  it('is as strong as the strongest thing done', () => {
    expect(evidenceOf([lesson('reading'), lesson('scenario'), final], []).grade).toBe('demonstrated');
    expect(evidenceOf([lesson('reading'), lesson('scenario'), lesson('quiz', { purpose: 'pre' })], []).grade).toBe(
      'interacted',
    );
    expect(evidenceOf([lesson('reading')], [])).toEqual({ grade: 'exposed', reasons: [{ rule: 'read-only' }] });
  });

  it('rises with what people confirm', () => {
    expect(evidenceOf([lesson('reading')], ['live-session']).grade).toBe('practised');
    expect(evidenceOf([lesson('reading')], ['argued-case']).grade).toBe('practised');
    expect(evidenceOf([lesson('reading'), final], ['argued-case']).grade).toBe('verified');
    expect(evidenceOf([lesson('reading')], ['argued-case', 'test-out']).grade).toBe('verified');
  });

  it('is one grade less at a pace at which nobody reads, and says so', () => {
    const fast = evidenceOf([{ ...final, engagedMs: 60_000 }], []);
    expect(fast.grade).toBe('interacted');
    expect(fast.reasons).toContainEqual({ rule: 'impossible-pace', engagedSeconds: 60, expectedSeconds: 120 });
    expect(evidenceOf([lesson('reading', { engagedMs: 0 })], []).grade).toBe('distributed');
  });

  it('is not lowered where the same was shown in another way', () => {
    for (const way of PROOF_KINDS) {
      const { grade, reasons } = evidenceOf([{ ...final, engagedMs: 0 }], [way]);
      expect(EVIDENCE_GRADES.indexOf(grade)).toBeGreaterThanOrEqual(EVIDENCE_GRADES.indexOf('demonstrated'));
      expect(reasons).toContainEqual({ rule: 'pace-made-good', by: way });
    }
  });

  it('asks no time of a live part, and says when a film was skipped', () => {
    expect(evidenceOf([lesson('live', { engagedMs: 0, minutes: 90 })], ['live-session']).reasons).toEqual([
      { rule: 'live-session' },
    ]);
    const film = lesson('video', { watched: [[0, 30]] });
    expect(evidenceOf([film], []).reasons).toContainEqual({
      rule: 'film-skipped',
      lesson: 'video',
      watchedSeconds: 30,
    });
    // Played at four times its speed: half of it was not followed.
    const raced = lesson('video', { watched: [[0, 600]], engagedMs: 150_000 });
    expect(evidenceOf([raced], []).reasons).not.toContainEqual(expect.objectContaining({ rule: 'film-skipped' }));
    const claimed = lesson('video', { watched: [[0, 600]], engagedMs: 10_000 });
    expect(evidenceOf([claimed], []).reasons).toContainEqual({
      rule: 'film-skipped',
      lesson: 'video',
      watchedSeconds: 20,
    });
  });

  it('offers the ways that are open and were not gone', () => {
    expect(otherWays('interacted', [], PROOF_KINDS)).toEqual([...PROOF_KINDS]);
    expect(otherWays('practised', ['live-session'], ['live-session', 'test-out'])).toEqual(['test-out']);
    expect(otherWays('verified', [], PROOF_KINDS)).toEqual([]);
  });

  it('is told in both languages', () => {
    const reasons: EvidenceReason[] = [
      { rule: 'quiz-passed', lesson: 'a' },
      { rule: 'scenario-finished', lesson: 'a' },
      { rule: 'read-only' },
      ...PROOF_KINDS.map((rule) => ({ rule })),
      { rule: 'film-skipped', lesson: 'a', watchedSeconds: 3 },
      { rule: 'impossible-pace', engagedSeconds: 60, expectedSeconds: 600 },
      { rule: 'pace-made-good', by: 'test-out' },
    ];
    const texts = [
      ...reasons.map((reason) => reasonText(reason, () => ({ ko: '차시', en: 'Lesson' }))),
      ...Object.values(GRADE_WORDS),
      ...Object.values(WAY_WORDS),
    ];
    for (const { ko, en } of texts) {
      expect(ko).toMatch(/[가-힣]/);
      expect(en).toMatch(/^[^가-힣]+$/);
    }
    expect(new Set(texts.map(({ ko }) => ko)).size).toBe(texts.length);
  });
});
