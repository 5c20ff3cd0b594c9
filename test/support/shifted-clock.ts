import { Clock } from '#libs/time';

/** Runs as the machine's clock does, at another time of day or year. */
export class ShiftedClock extends Clock {
  /** @param shiftMs how far it is ahead of the machine's */
  constructor(
    public shiftMs: number,
    readonly zone: string,
  ) {
    super();
  }

  now(): Date {
    return new Date(Date.now() + this.shiftMs);
  }
}
