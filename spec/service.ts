import { z } from 'zod';
import {
  criticalities,
  dataClasses,
  monitoringLevels,
  serviceContents,
} from '../domain/risk/scale.ts';
import { command, namedCommand } from './field/command.ts';
import { positiveDuration } from './field/duration.ts';
import { name } from './field/name.ts';
import { relativePath } from './field/relative-path.ts';
import { holdsPassword, literalSecret } from './field/secrets.ts';
import { settings } from './field/settings.ts';
import { tableName } from './field/table-name.ts';
import { strategy } from './strategy.ts';

const source = z.strictObject({
  repository: z
    .string()
    .min(1)
    .max(1000)
    .refine((text) => !text.startsWith('-') && !/^[a-z0-9+.-]+::/i.test(text), {
      error: 'A repository is a path or a URL; git options and transport helpers are not.',
    })
    .refine((text) => !holdsPassword(text), {
      error: 'A repository URL holds no password: git asks its credential helper for it.',
      params: literalSecret,
    })
    .describe('A git repository: a path or a URL without a password.'),
  path: relativePath
    .default('.')
    .describe('Folder of the component in the repository. By default its root.'),
  tag: z
    .string()
    .max(200)
    .regex(
      /^(?!-)[\w./+-]*\{version\}[\w./+-]*$/,
      'A tag holds `{version}`, such as `v{version}` or `web/{version}`.',
    )
    .default('v{version}')
    .describe('Tag of a version, with `{version}` in it. By default `v{version}`.'),
});

const build = z.strictObject({
  steps: z.array(namedCommand).max(50).describe('Commands that run in order in a clean checkout.'),
  output: relativePath.describe('Folder that is packed, relative to the component.'),
  requires: z
    .array(relativePath)
    .max(100)
    .default([])
    .describe('Files that exist before the build, such as the lock file. By default none.'),
});

const junitGate = z
  .strictObject({
    gate: z.literal('junit'),
    name,
    command,
    report: relativePath.describe(
      'JUnit report that the command writes, relative to the component.',
    ),
    minimumPassRate: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe('Least share of the tests that ran and passed, from 0 to 1. By default 1.'),
    minimumTests: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(1)
      .describe('Fewer tests than this prove nothing. By default 1.'),
    maximumAge: positiveDuration
      .optional()
      .describe('Oldest report that counts. By default only one that the command itself wrote.'),
  })
  .transform(({ maximumAge, ...rest }) => ({
    ...rest,
    ...(maximumAge === undefined ? {} : { maximumAgeMs: maximumAge }),
  }));

const commandGate = z.strictObject({ gate: z.literal('command'), name, command });

const migrations = z
  .strictObject({
    lockTimeout: positiveDuration
      .prefault('5s')
      .describe('It gives up its place in the queue for a lock after so long. By default `5s`.'),
    statementTimeout: positiveDuration
      .prefault('1m')
      .describe('No statement of it takes longer. By default `1m`.'),
    bookkeeping: z
      .array(tableName)
      .max(20)
      .default([])
      .describe('Tables in which the tool keeps what it has applied. By default none.'),
    fill: command
      .exactOptional()
      .describe(
        'Puts rows into the database of a rehearsal, `{database}`, before the migration goes up. ' +
          'By default only rows that migrations write are compared.',
      ),
  })
  .transform(({ lockTimeout, statementTimeout, ...rest }) => ({
    lockTimeoutMs: lockTimeout,
    statementTimeoutMs: statementTimeout,
    ...rest,
  }));

const deployment = z.strictObject({
  deployer: name.describe('Name of the tool that deploys it, such as `local-process`.'),
  settings: settings.default({}),
  traffic: z
    .boolean()
    .default(false)
    .describe('Whether users reach it through the traffic gateway. By default false.'),
  strategy: strategy
    .exactOptional()
    .describe('By default a canary where the policy has one, and otherwise all at once.'),
});

/** One service of the catalog. */
export const service = z.strictObject({
  name,
  owner: name.describe('The group that owns it.'),
  description: z.string().max(10_000).default('').describe('Free text. By default empty.'),
  dependsOn: z
    .array(name)
    .max(200)
    .default([])
    .describe('Services that must be there before this one. By default none.'),
  source,
  build,
  gates: z
    .array(z.discriminatedUnion('gate', [junitGate, commandGate]))
    .max(50)
    .default([])
    .describe('Checks that every version passes before it goes anywhere. By default none.'),
  migrations: migrations
    .optional()
    .describe('Says that deploying it changes a database: the migrations are rehearsed before.'),
  criticality: z.enum(criticalities).optional().describe('How much depends on it.'),
  dataClasses: z
    .array(z.enum(dataClasses))
    .max(dataClasses.length)
    .optional()
    .describe('What data it handles; `[]` for none. Unsaid counts as `confidential`.'),
  content: z
    .enum(serviceContents)
    .optional()
    .describe('What its versions consist of. By default `code`.'),
  stateful: z
    .boolean()
    .optional()
    .describe('Whether instances keep what the next ones need. By default false.'),
  monitoring: z
    .enum(monitoringLevels)
    .optional()
    .describe('What one sees of it: `none`, `basic` for its health, or its `objectives`.'),
  deployments: z
    .record(name, deployment)
    .default({})
    .describe('By environment. Without an entry it cannot be released there.'),
});
