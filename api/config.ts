import { join } from 'node:path';
import { z } from 'zod';
import { devIssuerName } from './access/dev-issuer.ts';
import { type RoleGroups, roles } from './access/role.ts';
import { defaultRateLimits } from './http/rate-limit.ts';

const wholeNumber = z.coerce.number().int();
const filled = z.string().min(1);

/** Groups of the example, where nothing else is said. */
const embeddedRoleGroups: RoleGroups = {
  engineer: ['engineers', 'operations', 'release-managers'],
  admin: ['operations', 'release-managers'],
  auditor: ['auditors', 'release-managers'],
};

const roleGroupsField = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('It is not JSON.');
      return z.NEVER;
    }
  })
  .pipe(z.partialRecord(z.enum(roles), z.array(filled)))
  .optional()
  .describe('JSON: for each role the groups of the catalog that carry it');

const privateKeyNames = {
  embedded: 'embedded-statements.json',
  server: 'statements.json',
} as const;

const common = z.object({
  DATABASE_URL: z.url().describe('PostgreSQL that holds ledger, plans and projections'),
  TIDEGATE_PORT: wholeNumber
    .min(0)
    .max(65_535)
    .default(7070)
    .describe('port to listen on; 0 takes any free one'),
  TIDEGATE_HOST: filled.default('127.0.0.1').describe('address to listen on'),
  TIDEGATE_KEYS_DIR: filled.describe('folder of the private signing key'),
  TIDEGATE_KEY_RING: filled
    .optional()
    .describe('file with the public keys; key-ring.json in the folder of keys when not said'),
  TIDEGATE_EVIDENCE_DIR: filled
    .optional()
    .describe('folder in which workers keep evidence; without it archives for auditors lack it'),
  TIDEGATE_FEEDS: filled
    .optional()
    .describe('JSON file with the iCalendar feeds that are followed; without it none'),
  TIDEGATE_ROLE_GROUPS: roleGroupsField,
  TIDEGATE_TEMPORAL_UI: z.url().optional().describe('address of the Temporal UI, for links'),
  TIDEGATE_REQUESTS_PER_MINUTE: wholeNumber
    .min(1)
    .default(defaultRateLimits.perActorPerMinute)
    .describe('requests that one person may send from one address in a minute'),
  TIDEGATE_TRUSTED_PROXIES: wholeNumber
    .min(0)
    .max(10)
    .default(0)
    .describe('how many proxies in front are believed about the address of the caller'),
  TIDEGATE_DRAIN_MS: wholeNumber
    .min(0)
    .max(60_000)
    .default(0)
    .describe('how long it serves on, not ready, after it was told to stop'),
  TIDEGATE_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

const embedded = common.extend({
  TIDEGATE_MODE: z.literal('embedded'),
  TIDEGATE_SEED_DIR: filled
    .optional()
    .describe('folder of documents that are applied when no catalog has been applied yet'),
});

const server = common.extend({
  TIDEGATE_MODE: z.literal('server'),
  TIDEGATE_OIDC_ISSUER: z
    .string()
    .min(1)
    .refine((issuer) => issuer !== devIssuerName, 'The embedded issuer counts nowhere else.')
    .describe('`iss` of the tokens of your identity provider'),
  TIDEGATE_OIDC_AUDIENCE: filled.describe('`aud` of the tokens that are meant for Tidegate'),
  TIDEGATE_OIDC_JWKS_URL: z.url().describe('where the identity provider publishes its keys'),
});

const schema = z.discriminatedUnion('TIDEGATE_MODE', [embedded, server], {
  error: 'Expected embedded or server.',
});

export type ApiConfig = {
  readonly databaseUrl: string;
  readonly host: string;
  readonly port: number;
  readonly privateKeyFile: string;
  readonly keyRingFile: string;
  readonly keysDir: string;
  /** Null: evidence is not within reach. */
  readonly evidenceDir: string | null;
  /** Undefined: no iCalendar feed is followed. */
  readonly feedsFile: string | undefined;
  readonly roleGroups: RoleGroups;
  readonly temporalUi: string | null;
  readonly requestsPerMinute: number;
  readonly trustedProxies: number;
  readonly drainMs: number;
  readonly logLevel: string;
} & (
  | { readonly mode: 'embedded'; readonly seedDir: string | null }
  | { readonly mode: 'server'; readonly oidc: OidcConfig }
);

export type OidcConfig = {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
};

/**
 * Reads the environment once. Throws one error that names every variable that is missing or wrong.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ApiConfig {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) throw new Error(describeIssues(parsed.error));
  const values = parsed.data;
  const keysDir = values.TIDEGATE_KEYS_DIR;
  const shared = {
    databaseUrl: values.DATABASE_URL,
    host: values.TIDEGATE_HOST,
    port: values.TIDEGATE_PORT,
    keysDir,
    // A key of the embedded mode has another name, so that a server does not come to sign with it.
    privateKeyFile: join(keysDir, privateKeyNames[values.TIDEGATE_MODE]),
    keyRingFile: values.TIDEGATE_KEY_RING ?? join(keysDir, 'key-ring.json'),
    evidenceDir: values.TIDEGATE_EVIDENCE_DIR ?? null,
    feedsFile: values.TIDEGATE_FEEDS,
    temporalUi: values.TIDEGATE_TEMPORAL_UI ?? null,
    requestsPerMinute: values.TIDEGATE_REQUESTS_PER_MINUTE,
    trustedProxies: values.TIDEGATE_TRUSTED_PROXIES,
    drainMs: values.TIDEGATE_DRAIN_MS,
    logLevel: values.TIDEGATE_LOG_LEVEL,
  };
  const given = values.TIDEGATE_ROLE_GROUPS;
  if (values.TIDEGATE_MODE === 'embedded') {
    const roleGroups = given ?? embeddedRoleGroups;
    return { ...shared, mode: 'embedded', roleGroups, seedDir: values.TIDEGATE_SEED_DIR ?? null };
  }
  const oidc = {
    issuer: values.TIDEGATE_OIDC_ISSUER,
    audience: values.TIDEGATE_OIDC_AUDIENCE,
    jwksUrl: values.TIDEGATE_OIDC_JWKS_URL,
  };
  return { ...shared, mode: 'server', roleGroups: given ?? {}, oidc };
}

function describeIssues({ issues }: z.ZodError): string {
  const lines = issues.map(({ path, message }) => {
    const name = String(path[0] ?? 'TIDEGATE_MODE');
    const shape = { ...embedded.shape, ...server.shape };
    const meaning = Object.entries(shape).find(([known]) => known === name)?.[1].description;
    return `${name}: ${message}${meaning === undefined ? '' : ` (${meaning})`}`;
  });
  return `The API cannot start:\n  ${lines.join('\n  ')}`;
}
