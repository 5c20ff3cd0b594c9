/** What the server said when it refused (RFC 9457), or that it could not be reached. */
export interface ProblemBody {
  title: string;
  status: number;
  detail: string | null;
  code: string;
  errors: { field: string; message: string }[];
  requestId: string | null;
}

export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(readonly problem: ProblemBody) {
    super(problem.detail ?? problem.title);
  }
  get status(): number {
    return this.problem.status;
  }
  get code(): string {
    return this.problem.code;
  }
}

/** The request never got an answer: no network, server gone, or the browser stopped it. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

function field<T>(value: unknown, key: string, check: (found: unknown) => found is T): T | null {
  if (typeof value !== 'object' || value === null) return null;
  const found: unknown = Reflect.get(value, key);
  return check(found) ? found : null;
}
const isString = (value: unknown): value is string => typeof value === 'string';
const isArray = (value: unknown): value is unknown[] => Array.isArray(value);

/** Reads a problem body leniently: a proxy between us and the server may answer with anything. */
export function readProblem(status: number, body: unknown): ProblemBody {
  return {
    title: field(body, 'title', isString) ?? '',
    status,
    detail: field(body, 'detail', isString),
    code: field(body, 'code', isString) ?? `http.${String(status)}`,
    errors: (field(body, 'errors', isArray) ?? []).map((entry) => ({
      field: field(entry, 'field', isString) ?? '',
      message: field(entry, 'message', isString) ?? '',
    })),
    requestId: field(body, 'requestId', isString),
  };
}

/** What the server found wrong with one field, in the reader's language. */
export function fieldError(error: unknown, field: string): string | null {
  if (!(error instanceof ApiError)) return null;
  return error.problem.errors.find((entry) => entry.field === field)?.message ?? null;
}

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}
