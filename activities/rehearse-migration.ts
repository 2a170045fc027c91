import { sha256Hex } from '../domain/ledger/digest.ts';
import { compareSchemas } from '../domain/migration/compare-schemas.ts';
import { placeDatabase } from '../domain/migration/place-database.ts';
import type {
  FoundSchemas,
  MigrationEvidence,
  MigrationLeg,
  RehearsedStart,
} from '../domain/migration/rehearsed.ts';
import type { PlannedComponent } from '../domain/plan/plan.ts';
import type { VersionRef } from '../domain/release/event.ts';
import { limitsOf } from './deployment-order.ts';
import {
  findMigrationStarts,
  type MigrationStart,
  notRehearsable,
} from './find-migration-starts.ts';
import type { ThrowAwayDatabase } from './ports/databases.ts';
import type { Deployer, DeploymentOrder } from './ports/deployer.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';
import { stepContext } from './step-context.ts';

export type RehearsedMigration = {
  readonly evidence: MigrationEvidence;
  /** All of it, for the evidence store. */
  readonly kept: Readonly<Record<string, unknown>>;
};

/** Lines of a difference that travel with the verdict; the store has all of them. */
const toldLines = 5;

/**
 * Brings databases of their own to what runs now, the new version up, down and up again, by the
 * very commands that would deploy it, and compares what is there after each. Judges nothing.
 */
export async function rehearseMigration(
  ports: Ports,
  component: PlannedComponent,
  given: { readonly environments: readonly string[]; readonly digest: string },
): Promise<RehearsedMigration> {
  try {
    const starts = await findMigrationStarts(ports, component, given.environments);
    const to = { digest: given.digest, version: component.version };
    return await ports.databases.use(async (server) => {
      const played: Played[] = [];
      for (const start of starts) {
        const rehearsal = { ports, component, start, to, database: await server.create() };
        played.push(await playFrom(rehearsal));
      }
      const { version } = server;
      return {
        evidence: { readable: true, server: version, starts: played.map(shorten) },
        kept: {
          server: version,
          to,
          migrations: component.service.migrations ?? null,
          starts: played,
        },
      };
    });
  } catch (error) {
    if (!(error instanceof StepFailure) || stepContext().signal.aborted) throw error;
    const reason = `${error.message} ${error.remedy}`;
    return { evidence: { readable: false, reason }, kept: { reason } };
  }
}

type Rehearsal = {
  readonly ports: Ports;
  readonly component: PlannedComponent;
  readonly start: MigrationStart;
  readonly to: VersionRef;
  readonly database: ThrowAwayDatabase;
};

type Played = RehearsedStart & { readonly durationsMs: Partial<Record<MigrationLeg, number>> };
type Leg = { readonly leg: MigrationLeg; readonly act: () => Promise<unknown> };

const nothingSeen: FoundSchemas = { before: null, up: null, down: null, 'up-again': null };

function playFrom(rehearsal: Rehearsal): Promise<Played> {
  const { ports, start } = rehearsal;
  return ports.rehearsalDeployer(start.definition.deployer, async (deployer) => {
    if (deployer.besides) {
      throw notRehearsable(
        `${deployer.tool} starts what it brings, and a rehearsal starts nothing.`,
        'Deploy the migrations with the deployer `command`.',
      );
    }
    return play(rehearsal, await legsOf(rehearsal, deployer));
  });
}

/** The ways of one rehearsal, each as the deployment would go it. */
async function legsOf(rehearsal: Rehearsal, deployer: Deployer): Promise<readonly Leg[]> {
  const { component, start, to } = rehearsal;
  const context = stepContext();
  const first = await orderOf(rehearsal, 'up', to);
  const second = await orderOf(rehearsal, 'up-again', to);
  const before = start.from === null ? null : await orderOf(rehearsal, 'before', start.from);
  const legs: readonly Leg[] = [
    { leg: 'before', act: async () => before !== null && (await deployer.apply(before, context)) },
    { leg: 'up', act: () => deployer.apply(first, context) },
  ];
  if (component.irreversible !== undefined) return legs;
  return [
    ...legs,
    { leg: 'down', act: () => deployer.undo(first, context) },
    { leg: 'up-again', act: () => deployer.apply(second, context) },
  ];
}

async function orderOf(
  { ports, component, start, database }: Rehearsal,
  key: string,
  version: VersionRef,
): Promise<DeploymentOrder> {
  const { environment, definition } = start;
  const placed = placeDatabase(definition.settings, database.url);
  return {
    key,
    fence: 1,
    environment,
    component: component.name,
    artifact: { ...version, path: await ports.artifacts.fetch(version.digest) },
    settings: await ports.settings.resolve(environment, placed),
    ...limitsOf(component),
  };
}

/** Goes one leg after the other until one does not lead where it should. */
async function play(rehearsal: Rehearsal, legs: readonly Leg[]): Promise<Played> {
  const { ports, component, start, database } = rehearsal;
  const seen = new Map<MigrationLeg, readonly string[]>();
  const schemas: Record<MigrationLeg, string | null> = { ...nothingSeen };
  const durationsMs: Partial<Record<MigrationLeg, number>> = {};
  const told = { environments: start.environments, from: start.from, schemas, durationsMs };
  for (const { leg, act } of legs) {
    const startedMs = performance.now();
    const failed = await failureOf(leg, act);
    durationsMs[leg] = Math.round(performance.now() - startedMs);
    if (failed !== null) return { ...told, failed, difference: null };
    const lines = await database.schema(component.service.migrations?.bookkeeping ?? []);
    const text = lines.join('\n');
    await ports.evidence.put(text, 'text/plain');
    seen.set(leg, lines);
    schemas[leg] = sha256Hex(text);
    if (leg !== 'down' && leg !== 'up-again') continue;
    const expected = seen.get(leg === 'down' ? 'before' : 'up') ?? [];
    const difference = compareSchemas(expected, lines);
    if (difference !== null) {
      return { ...told, failed: null, difference: { after: leg, ...difference } };
    }
  }
  return { ...told, failed: null, difference: null };
}

/** What a tool says of a leg that did not end well is what the rehearsal is for. */
async function failureOf(leg: MigrationLeg, act: Leg['act']): Promise<RehearsedStart['failed']> {
  try {
    await act();
    return null;
  } catch (error) {
    if (!(error instanceof StepFailure) || stepContext().signal.aborted) throw error;
    return { leg, message: error.message };
  }
}

function shorten(played: Played): RehearsedStart {
  const { environments, from, schemas, failed, difference } = played;
  const start = { environments, from, schemas, failed, difference };
  if (difference === null) return start;
  const { missing, added, after } = difference;
  const cut = { missing: missing.slice(0, toldLines), added: added.slice(0, toldLines) };
  return { ...start, difference: { after, ...cut } };
}
