import { z } from 'zod';
import { id, language, text, unit } from '../http/schemas.js';

const extraTime = z
  .union([z.literal(0), z.literal(50), z.literal(100)])
  .meta({ description: 'Percent added to limits' });

export const accommodations = z.strictObject({
  extraTime,
  noTimeLimit: z.boolean(),
  textOnly: z.boolean(),
  easyKorean: z.boolean(),
  largerText: z.boolean(),
});

export const me = z.object({
  person: z.object({ id, name: z.string(), language }),
  login: z.string(),
  mustChangePassword: z.boolean(),
  memberships: z.array(
    z.object({
      unit,
      path: z.array(text),
      occupation: z.string(),
      positionBand: z.string(),
      primary: z.boolean(),
    }),
  ),
  roles: z.array(z.object({ role: z.string(), unit })),
  permissions: z.array(z.string()),
  accommodations: z.object({ ...accommodations.shape, extraTime: z.int() }),
});

export const settings = z.strictObject({ language });
export const passwordChange = z.strictObject({
  current: z.string().min(1).max(200),
  next: z.string().min(1).max(200),
});
