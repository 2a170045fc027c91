import { z } from 'zod';

const schema = z.object({
  TIDEGATE_TIME_SKIPPING_SERVER: z
    .string()
    .min(1)
    .optional()
    .describe('path of Temporal’s time-skipping test server; without it nothing is rehearsed'),
  TIDEGATE_REHEARSALS_AT_ONCE: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(2)
    .describe('how many rehearsals run side by side; each has a server process of its own'),
  TIDEGATE_REHEARSALS_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(0)
    .describe('loopback port of /livez and /readyz'),
  TIDEGATE_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

export type RehearsalConfig = z.infer<typeof schema>;

/**
 * Reads the environment once. There is no database in it and no key: a rehearsal has nothing to
 * reach the real system with. Throws one error that names every variable that is wrong.
 */
export function readConfig(environment: NodeJS.ProcessEnv): RehearsalConfig {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`The process for rehearsals cannot start:\n  ${problems.join('\n  ')}`);
}
