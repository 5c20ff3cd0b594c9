/** Owns: how a refusal is said. One small class per meaning, in the feature that refuses. */
export { AppError, type ErrorKind, type FieldError } from './app-error.js';
export { InvalidInput, NotFound } from './common.js';
