import type { DependencyEvidence, DownstreamEvidence } from '../domain/gate/downstream-check.ts';
import type { HttpAnswer } from '../domain/gate/gate.ts';
import type { Dependency, PlannedDownstream } from '../domain/plan/validation-check.ts';
import { addressesOf } from './divide-users.ts';
import type { Ports } from './ports/index.ts';
import { stepContext } from './step-context.ts';

const timeoutMs = 5_000;

type AskingPorts = Pick<Ports, 'prober' | 'settings' | 'deployer' | 'traffic'>;

/** Asks a component through what it depends on, and each of these by itself. */
export async function checkDownstream(
  ports: AskingPorts,
  environment: string,
  { component, through, dependencies }: PlannedDownstream,
): Promise<DownstreamEvidence> {
  const asked: DependencyEvidence[] = [];
  for (const dependency of dependencies) asked.push(await look(ports, environment, dependency));
  if (through === undefined) return { through: null, dependencies: asked };
  const { origin } = await ports.traffic.observe({ environment, component });
  const answer =
    origin === null
      ? { url: through, status: null }
      : await ask(ports.prober, `${origin}${through}`);
  return { through: answer, dependencies: asked };
}

/** Asks its own tool, and each of its instances where the catalog says how. */
async function look(
  { prober, settings, deployer }: AskingPorts,
  environment: string,
  { component, deployment }: Dependency,
): Promise<DependencyEvidence> {
  const resolved = await settings.resolve(environment, deployment.settings);
  const place = { environment, component };
  const tool = deployer(deployment.deployer);
  const { current, candidate } = await tool.observe(place, resolved, stepContext());
  const standing = [current, candidate].filter((version) => version !== null);
  const { healthPath } = deployment.settings;
  if (typeof healthPath !== 'string') return { component, standing, health: null };
  const addresses = standing.flatMap(addressesOf);
  const health = addresses.map((address) => ask(prober, `${address}${healthPath}`));
  return { component, standing, health: await Promise.all(health) };
}

async function ask(prober: Ports['prober'], url: string): Promise<HttpAnswer> {
  const { status } = await prober.get(url, timeoutMs);
  return { url, status };
}
