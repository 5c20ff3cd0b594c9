import { isLocalDate } from '#libs/time';
import { z } from 'zod';

/** Shapes that several resources share. */
export const text = z.object({ ko: z.string(), en: z.string() });
export const id = z.uuid();
export const localDate = z.string().refine(isLocalDate, { message: 'YYYY-MM-DD' }).meta({ format: 'date' });
export const instant = z
  .date()
  .transform((value) => value.toISOString())
  .pipe(z.string());
/** An instant, or a local day, which means its end; today means now. */
export const asOf = z
  .union([localDate, z.iso.datetime({ offset: true })])
  .optional()
  .meta({ description: 'What was known then, in place of now: a local day or an instant' });
export const language = z.enum(['ko', 'en']);
export const unit = z.object({ id, code: z.string(), kind: z.string(), name: text });
export const created = z.object({ id });
export const cursor = z.string().max(400).optional();
export const limit = z.coerce.number().int().min(1).max(200).default(50);
export const byId = z.object({ id });
