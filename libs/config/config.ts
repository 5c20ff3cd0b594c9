import { z } from 'zod';

/** Injection token of the frozen {@link Config}. */
export const CONFIG = Symbol('config');

const port = z.coerce.number().int().min(0).max(65_535);
const withDefault = <T extends z.ZodType>(schema: T, fallback: string) =>
  z.preprocess((value) => (value === undefined || value === '' ? fallback : value), schema);
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** Every variable the product reads, with its default. `.env.example` is checked against this. */
export const configSchema = z
  .object({
    NODE_ENV: withDefault(z.enum(['development', 'production', 'test']), 'development'),
    MYSQL_URL: z.string().regex(/^(mysql|mariadb):\/\//, 'must begin with mysql:// or mariadb://'),
    REDIS_URL: z.string().regex(/^(rediss?|unix):\/\//, 'must begin with redis://, rediss:// or unix://'),
    REDIS_PREFIX: withDefault(z.string().regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and hyphens'), 'madang'),
    HOST: withDefault(z.string(), '127.0.0.1'),
    PORT: withDefault(port, '3000'),
    METRICS_PORT: withDefault(port, '9464'),
    MADANG_DATA_DIR: withDefault(z.string(), '.data'),
    MADANG_SECRET: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
    MADANG_ORIGIN: optional(z.url()),
    MADANG_TIME_ZONE: withDefault(
      z.string().refine((zone) => {
        try {
          new Intl.DateTimeFormat('en', { timeZone: zone });
          return true;
        } catch {
          return false;
        }
      }, 'must be a time zone such as Asia/Seoul'),
      'Asia/Seoul',
    ),
    SMTP_URL: optional(z.string().regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')),
    MAIL_FROM: optional(z.email()),
    /** Where short texts go for whom neither mail nor account reaches; nowhere where it is left out. */
    MADANG_TEXTS: optional(z.enum(['file'])),
    /** PEM or its file. Both or neither: without them certificates stay unsigned. */
    MADANG_SIGNING_KEY: optional(z.string()),
    MADANG_SIGNING_CERTIFICATE: optional(z.string()),
    /** Which queues a worker serves: all in one process, or a process for each kind of work. */
    MADANG_QUEUES: withDefault(
      z
        .string()
        .regex(
          /^(certificates|mail|imports|reports|upkeep)(,(certificates|mail|imports|reports|upkeep))*$/,
          'certificates, mail, imports, reports, upkeep',
        ),
      'certificates,mail,imports,reports,upkeep',
    ),
    MADANG_POOL: withDefault(z.coerce.number().int().min(1).max(500), '20'),
    LOG_LEVEL: withDefault(z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']), 'info'),
    /** For how many years a question that someone was shown is not drawn for them again while there are others. */
    MADANG_ITEM_REST_YEARS: withDefault(z.coerce.number().min(0).max(30), '3'),
    MADANG_FAULTS: withDefault(z.string(), ''),
  })
  .superRefine((values, refinement) => {
    const pair = ['MADANG_SIGNING_KEY', 'MADANG_SIGNING_CERTIFICATE'] as const;
    const missing = pair.filter((name) => values[name] === undefined);
    if (missing.length === 1) {
      refinement.addIssue({ code: 'custom', path: missing, message: 'is needed with the other of the two' });
    }
  });

export type Config = Readonly<Omit<z.infer<typeof configSchema>, 'MADANG_ORIGIN'>> & {
  /** Base address in certificates and mails, without a slash at its end. */
  readonly MADANG_ORIGIN: string;
};

export interface ConfigError extends Error {
  readonly variables: readonly string[];
}

/** @throws {ConfigError} one line for each wrong variable, naming it */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = configSchema.safeParse(environment);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      const what = environment[name] === undefined ? 'is not set / 값이 없습니다' : issue.message;
      return `${name}: ${what}`;
    });
    throw Object.assign(new Error(`설정이 잘못되었습니다 / bad configuration\n  ${lines.join('\n  ')}`), {
      name: 'ConfigError',
      variables: parsed.error.issues.map((issue) => String(issue.path[0])),
    });
  }
  const values = parsed.data;
  const origin = values.MADANG_ORIGIN ?? `http://localhost:${String(values.PORT)}`;
  return Object.freeze({ ...values, MADANG_ORIGIN: origin.replace(/\/$/, '') });
}
