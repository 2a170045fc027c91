import { z } from 'zod';

const schema = z.object({
  DATABASE_URL: z.url().describe('PostgreSQL that holds ledger, plans and projections'),
  TIDEGATE_STATE_DIR: z.string().min(1).describe('folder for checkouts, artifacts and evidence'),
  TIDEGATE_KEY_RING: z.string().min(1).describe('file with the public keys of statements'),
  TIDEGATE_DATABASES: z
    .string()
    .min(1)
    .optional()
    .describe('JSON file with connection strings by environment and name'),
  TIDEGATE_CREDENTIALS: z
    .string()
    .min(1)
    .optional()
    .describe('JSON file with what checks are known by, by environment and name'),
  TIDEGATE_CHANNELS: z
    .string()
    .min(1)
    .optional()
    .describe('JSON file with the channels that people are told through, besides log and file'),
  TIDEGATE_ACCESS_DATABASES: z
    .string()
    .min(1)
    .optional()
    .describe(
      'JSON file with connection strings, by environment and resource, of databases that people ' +
        'are let into: each with a user who may create roles',
    ),
  TIDEGATE_REHEARSAL_DATABASE_URL: z
    .url()
    .optional()
    .describe(
      'PostgreSQL on which migrations and backups are tried out, whose user may create ' +
        'databases; without it one is started each time',
    ),
  TIDEGATE_PROMETHEUS_URL: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !url.includes('@'), 'Put no password into it: use the token file.')
    .optional()
    .describe('where Prometheus answers, or what speaks as it does; without `/api/v1`'),
  TIDEGATE_PROMETHEUS_TOKEN_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('file with the bearer token for it; read again for every question'),
  TIDEGATE_WORKER_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(0)
    .describe('port of /livez, /readyz and /metrics; 0 takes any free one'),
  TIDEGATE_WORKER_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('address of /livez, /readyz and /metrics'),
  TIDEGATE_LOCAL_TARGETS: z
    .enum(['on', 'off'])
    .default('on')
    .describe('whether processes may be deployed on the machine of this worker; off in containers'),
  TIDEGATE_TRAFFIC: z
    .enum(['gateway', 'nginx'])
    .default('gateway')
    .describe('who divides users on the machine of this worker: the built-in gateway, or nginx'),
  TIDEGATE_BUILD_ID: z
    .string()
    .regex(/^([A-Za-z0-9][A-Za-z0-9._-]{0,99})?$/)
    .default('')
    .describe(
      'id of this build, for worker versioning; without it every worker is as good as another',
    ),
  TIDEGATE_RUNNING_RELEASES: z
    .enum(['move', 'stay'])
    .default('move')
    .describe(
      'whether releases under way move to the build that is made current, or stay on theirs',
    ),
  TIDEGATE_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

export type WorkerConfig = z.infer<typeof schema>;

/** Reads the environment once. Throws one error that names every variable that is wrong. */
export function readConfig(environment: NodeJS.ProcessEnv): WorkerConfig {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.')}: ${message} (${meaningOf(path[0])})`,
  );
  throw new Error(`The worker cannot start:\n  ${problems.join('\n  ')}`);
}

function meaningOf(name: PropertyKey | undefined): string {
  const field = Object.entries(schema.shape).find(([known]) => known === name)?.[1];
  return field?.description ?? 'unknown variable';
}
