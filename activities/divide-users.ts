import type { Deployed, Place } from '../domain/deployment/deployment.ts';
import type { PlannedComponent } from '../domain/plan/plan.ts';
import type { Ports } from './ports/index.ts';
import type { TrafficOrder } from './ports/traffic.ts';
import type { TouchingStep } from './step.ts';
import { stepContext } from './step-context.ts';

/**
 * One version and the share of users, in percent, that it gets. One that `keepsSessions` keeps
 * those who are on it, though nobody new comes.
 */
export type Share = {
  readonly version: Deployed;
  readonly percent: number;
  readonly keepsSessions?: boolean;
};

/**
 * Divides the users of a component between versions. Nothing happens where users do not reach it;
 * without shares its route is closed. Instances that do not answer the component's health path get
 * no new requests.
 */
export async function divideUsers(
  { traffic }: Pick<Ports, 'traffic'>,
  step: TouchingStep,
  component: Pick<PlannedComponent, 'name' | 'service'>,
  shares: readonly Share[],
): Promise<void> {
  const order = orderOfUsers(step, component, shares);
  if (order !== null) await traffic.shift(order, stepContext());
}

/** How a component's users are to be divided; null where users do not reach it. */
export function orderOfUsers(
  { environment, fence, key }: TouchingStep,
  { name, service }: Pick<PlannedComponent, 'name' | 'service'>,
  shares: readonly Share[],
): TrafficOrder | null {
  const definition = service.deployments[environment];
  if (definition?.traffic !== true) return null;
  const { settings, strategy } = definition;
  const { healthPath } = settings;
  const staying = strategy?.kind === 'blue-green' && strategy.sessionsMs !== undefined;
  return {
    key: `${key}/route/${name}`,
    fence,
    environment,
    component: name,
    ...(typeof healthPath === 'string' ? { healthPath } : {}),
    ...(staying ? { sessions: { cookie: cookieOf(name) } } : {}),
    shares: shares
      .filter(({ percent, keepsSessions = false }) => percent > 0 || (staying && keepsSessions))
      .map(({ version, percent }) => ({
        digest: version.digest,
        version: version.version,
        addresses: addressesOf(version),
        weightPercent: percent,
      })),
  };
}

/** A name of its own for each component: all that share a host get each other's cookies. */
function cookieOf(component: string): string {
  return `tidegate_${component.replaceAll(/[^A-Za-z0-9_]/g, '_')}`.slice(0, longestCookie);
}

const longestCookie = 64;

/** Whether the route of a component leads to all that stands of a version, and nowhere else. */
export async function areUsersOn(
  { traffic }: Pick<Ports, 'traffic'>,
  place: Place,
  version: Deployed | null,
): Promise<boolean> {
  if (version === null) return false;
  const { shares } = await traffic.observe(place);
  const [only, ...others] = shares;
  return (
    others.length === 0 &&
    only?.digest === version.digest &&
    addressesOf(version).every((address) => only.addresses.includes(address))
  );
}

/** The addresses at which instances of a version answer. */
export function addressesOf({ instances }: Pick<Deployed, 'instances'>): readonly string[] {
  return instances.flatMap(({ address }) => (address === null ? [] : [address]));
}
