import type { Deployed, Place } from '../domain/deployment/deployment.ts';
import type { PlannedComponent } from '../domain/plan/plan.ts';
import type { Ports } from './ports/index.ts';
import type { TouchingStep } from './step.ts';
import { stepContext } from './step-context.ts';

/** One version and the share of users, in percent, that it gets. */
export type Share = { readonly version: Deployed; readonly percent: number };

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
  const { environment, fence, key } = step;
  const definition = component.service.deployments[environment];
  if (definition?.traffic !== true) return;
  const { healthPath } = definition.settings;
  await traffic.shift(
    {
      key: `${key}/route/${component.name}`,
      fence,
      environment,
      component: component.name,
      ...(typeof healthPath === 'string' ? { healthPath } : {}),
      shares: shares
        .filter(({ percent }) => percent > 0)
        .map(({ version, percent }) => ({
          digest: version.digest,
          version: version.version,
          addresses: addressesOf(version),
          weightPercent: percent,
        })),
    },
    stepContext(),
  );
}

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
