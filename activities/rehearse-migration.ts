import { placeDatabase } from '../domain/migration/place-database.ts';
import type { MigrationEvidence, RehearsedStart } from '../domain/migration/rehearsed.ts';
import type { PlannedComponent } from '../domain/plan/plan.ts';
import type { VersionRef } from '../domain/release/event.ts';
import { limitsOf } from './deployment-order.ts';
import { findMigrationStarts, notRehearsable } from './find-migration-starts.ts';
import { type Leg, type Played, playLegs, type Rehearsal } from './play-migration.ts';
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
  given: {
    readonly environments: readonly string[];
    readonly digest: string;
    /** Where the component was built, and fills the database from. */
    readonly folder: string;
  },
): Promise<RehearsedMigration> {
  try {
    const starts = await findMigrationStarts(ports, component, given.environments);
    const to = { digest: given.digest, version: component.version };
    return await ports.databases.use(async (server) => {
      const played: Played[] = [];
      for (const start of starts) {
        const database = await server.create();
        const { folder } = given;
        played.push(await playFrom({ ports, component, start, to, folder, database }));
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

function playFrom(rehearsal: Rehearsal): Promise<Played> {
  const { ports, start } = rehearsal;
  return ports.rehearsalDeployer(start.definition.deployer, async (deployer) => {
    if (deployer.besides) {
      throw notRehearsable(
        `${deployer.tool} starts what it brings, and a rehearsal starts nothing.`,
        'Deploy the migrations with the deployer `command`.',
      );
    }
    return playLegs(rehearsal, await legsOf(rehearsal, deployer));
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

function shorten(played: Played): RehearsedStart {
  const { environments, from, schemas, failed, difference, rows = null } = played;
  const start = { environments, from, schemas, failed, difference, rows };
  if (difference === null) return start;
  const { missing, added, after } = difference;
  const cut = { missing: missing.slice(0, toldLines), added: added.slice(0, toldLines) };
  return { ...start, difference: { after, ...cut } };
}
