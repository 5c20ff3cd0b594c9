export interface LoadCall {
  readonly method: string;
  readonly path: string;
  readonly cookie: string;
  readonly body?: unknown;
  /** Whether the answer's text is wanted. */
  readonly keep?: boolean;
}

export type LoadOrder =
  | {
      readonly kind: 'lanes';
      readonly base: string;
      readonly scripts: readonly (readonly LoadCall[])[];
      readonly atOnce: number;
    }
  | { readonly kind: 'repeat'; readonly base: string; readonly calls: readonly LoadCall[]; readonly seconds: number }
  | {
      readonly kind: 'timed';
      readonly base: string;
      /** By learner; milliseconds since the start. */
      readonly timed: readonly (readonly (LoadCall & { readonly at: number })[])[];
    };

export interface LoadAnswer {
  readonly seconds: number;
  /** Of the load generator itself. */
  readonly cpuMs: number;
  /** Milliseconds of each request. */
  readonly times: readonly number[];
  /** Texts of the answers that were wanted, in the order in which they came. */
  readonly bodies: readonly string[];
  readonly failures: number;
  readonly firstFailure: string | null;
}
