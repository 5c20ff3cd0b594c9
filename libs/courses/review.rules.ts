import type { Seat } from './course.vocabulary.js';

/** Seats that no one has signed for. While there is one, the version is a pilot (시범판). */
export function unsignedSeats(seats: readonly Seat[], signed: readonly Seat[]): Seat[] {
  return seats.filter((seat) => !signed.includes(seat));
}
