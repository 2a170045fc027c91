import { canonicalJson } from '../domain/ledger/canonical-json.ts';
import { databasesNamedIn } from '../domain/migration/place-database.ts';
import type { Service } from '../domain/plan/catalog.ts';
import type { PlannedComponent } from '../domain/plan/plan.ts';
import type { VersionRef } from '../domain/release/event.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';
import { stepContext } from './step-context.ts';

/** What a migration would meet in some environments that stand alike. */
export type MigrationStart = {
  readonly environments: readonly string[];
  /** One of them, in whose terms settings are read. */
  readonly environment: string;
  readonly definition: Service['deployments'][string];
  /** What runs there; null: nothing. */
  readonly from: VersionRef | null;
};

/**
 * Everything that a migration could begin with: what runs now in each environment that the release
 * goes through. Environments that stand alike and are deployed alike are one.
 *
 * Errors: `needs-person` where that cannot be rehearsed, with what would have to be otherwise.
 */
export async function findMigrationStarts(
  ports: Pick<Ports, 'deployer' | 'settings'>,
  component: PlannedComponent,
  environments: readonly string[],
): Promise<readonly MigrationStart[]> {
  const starts = new Map<string, MigrationStart>();
  for (const environment of environments) {
    const definition = component.service.deployments[environment];
    if (definition === undefined) continue;
    requireOneDatabase(component, environment, definition);
    const from = await standingIn(ports, component, environment, definition);
    const alike = canonicalJson([definition, from?.digest ?? null]);
    const known = starts.get(alike)?.environments ?? [];
    const start = { environment, definition, from };
    starts.set(alike, { ...start, environments: [...known, environment] });
  }
  return [...starts.values()];
}

async function standingIn(
  ports: Pick<Ports, 'deployer' | 'settings'>,
  component: PlannedComponent,
  environment: string,
  { deployer, settings }: MigrationStart['definition'],
): Promise<VersionRef | null> {
  const place = { environment, component: component.name };
  const resolved = await ports.settings.resolve(environment, settings);
  const { current } = await ports.deployer(deployer).observe(place, resolved, stepContext());
  if (current === null) return null;
  const { digest, version } = current;
  if (digest.startsWith('sha256:')) return { digest, version };
  throw notRehearsable(
    `In ${environment} stands ${component.name} ${version}, which Tidegate has not brought ` +
      'there, so nobody can bring a database to it.',
    'Release that very version once, then this one.',
  );
}

/** An address that is written out would lead the rehearsal to the database that is in use. */
function requireOneDatabase(
  { name }: PlannedComponent,
  environment: string,
  { settings }: MigrationStart['definition'],
): void {
  const named = databasesNamedIn(settings);
  if (named.length === 1) return;
  const found = named.length === 0 ? 'none' : named.join(' and ');
  throw notRehearsable(
    `The settings of ${name} for ${environment} name ${found} by \`{database.NAME}\`; ` +
      'a rehearsal puts a database of its own in the place of exactly one.',
    'Let the command read its address from one `{database.NAME}`.',
  );
}

export function notRehearsable(message: string, remedy: string): StepFailure {
  return new StepFailure('needs-person', 'migration/not-rehearsable', message, remedy);
}
