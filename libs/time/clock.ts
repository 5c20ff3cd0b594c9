import { type LocalDate, localDateOf } from './local-date.js';

/** The one source of "now". Injected, so that tests move it instead of waiting. */
export abstract class Clock {
  abstract readonly zone: string;
  abstract now(): Date;
  /** Today's date in the deployment's zone. */
  today(): LocalDate {
    return localDateOf(this.now(), this.zone);
  }
}

export class SystemClock extends Clock {
  constructor(readonly zone: string) {
    super();
  }
  now(): Date {
    return new Date();
  }
}

export class FixedClock extends Clock {
  constructor(
    private instant: Date,
    readonly zone: string,
  ) {
    super();
  }
  now(): Date {
    return new Date(this.instant);
  }
  set(instant: Date | string): void {
    this.instant = new Date(instant);
  }
  advance(ms: number): void {
    this.instant = new Date(this.instant.getTime() + ms);
  }
}
