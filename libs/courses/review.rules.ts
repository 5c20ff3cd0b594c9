import type { ChangeScope, Seat } from './course.vocabulary.js';

export interface SeatDecision {
  seat: Seat;
  decision: 'signed' | 'dissented';
}

export type SeatState = 'open' | 'signed' | 'dissented';

/** Where a seat stands: signed when someone signed for it and nobody dissented. A dissent is never outvoted. */
export function seatState(seat: Seat, decisions: readonly SeatDecision[]): SeatState {
  const own = decisions.filter((decision) => decision.seat === seat);
  if (own.some(({ decision }) => decision === 'dissented')) return 'dissented';
  return own.length > 0 ? 'signed' : 'open';
}

/**
 * Whether a version has the signatures it needs. A minor change (typos, citations) needs one reviewer, of any seat, and
 * nobody's dissent; anything else needs every seat of the course.
 */
export function isSigned(scope: ChangeScope, seats: readonly Seat[], decisions: readonly SeatDecision[]): boolean {
  const states = seats.map((seat) => seatState(seat, decisions));
  if (states.includes('dissented')) return false;
  return scope === 'minor' ? states.includes('signed') : states.every((state) => state === 'signed');
}

/**
 * Whether a published version is a pilot (시범판): one that lacks a signature, or corrects one that did.
 *
 * @param base whether the version that a minor change corrects is a pilot
 */
export function isPilot(
  scope: ChangeScope,
  seats: readonly Seat[],
  decisions: readonly SeatDecision[],
  base: boolean,
): boolean {
  return !isSigned(scope, seats, decisions) || (scope === 'minor' && base);
}
