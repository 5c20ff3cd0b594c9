import type { Text } from '#libs/language';

/** What kind of refusal: decides the HTTP status, and whether a job is tried again (`unavailable` only). */
export type ErrorKind =
  'invalid' | 'unauthenticated' | 'forbidden' | 'not-found' | 'conflict' | 'limited' | 'unavailable';

/** One thing wrong in the input. `field` is a path such as `answers.0.item`, or `file:line` for files. */
export interface FieldError {
  readonly field: string;
  readonly message: Text;
}

/**
 * Base of all refusals that the product makes on purpose. Anything else that is thrown is a fault of ours: it reaches
 * the outside as an error id only.
 */
export abstract class AppError extends Error {
  abstract readonly kind: ErrorKind;
  /** Stable, `<lib>.<word>`; clients may rely on it. */
  abstract readonly code: string;
  readonly fields: readonly FieldError[] = [];

  constructor(readonly text: Text) {
    super(text.en);
    this.name = new.target.name;
  }
}
