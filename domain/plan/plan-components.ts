import type { Contraction } from '../migration/migration.ts';
import type { Service } from './catalog.ts';
import { computeWaves } from './compute-waves.ts';
import type { PlannedComponent } from './plan.ts';
import { reachableFrom } from './reachable-from.ts';
import type { ComponentSpec, ReleaseSpec } from './spec.ts';
import type { StageSources } from './stage-sources.ts';

type Services = ReadonlyMap<string, Service>;
type Waves = Pick<StageSources, 'waves' | 'contracting'>;

/**
 * The order of deployment. What contracts goes after everything else, though the others depend on
 * it: their new versions do without what it takes away.
 */
export function wavesOf(
  { components }: Pick<ReleaseSpec, 'components'>,
  services: Services,
): Waves {
  const named = (contracts: boolean) =>
    components
      .filter((component) => isContracting(component) === contracts)
      .map(({ service }) => service);
  return {
    waves: computeWaves(named(false), services),
    contracting: computeWaves(named(true), services),
  };
}

/** The components in the order of their waves, with what the catalog says of each. */
export function planComponents(
  spec: Pick<ReleaseSpec, 'components'>,
  { waves, contracting }: Waves,
  services: Services,
): readonly PlannedComponent[] {
  return [...waves, ...contracting].flatMap((names, wave) =>
    names.flatMap((name): readonly PlannedComponent[] => {
      const service = services.get(name);
      const written = spec.components.find((component) => component.service === name);
      if (service === undefined || written === undefined) return [];
      const { version, irreversible, lossy, stays } = written;
      return [
        {
          name,
          version,
          tag: service.source.tag.replaceAll('{version}', version),
          wave,
          service,
          ...(irreversible === undefined ? {} : { irreversible }),
          ...(lossy === undefined ? {} : { lossy }),
          ...(isContracting(written) ? { contracts: contractionOf(name, spec, services) } : {}),
          ...(stays === undefined ? {} : { stays }),
        },
      ];
    }),
  );
}

export function isContracting({ phase }: Pick<ComponentSpec, 'phase'>): boolean {
  return phase === 'contract';
}

/** The services that work on what another one migrates, as the catalog says. */
export function usersOf(name: string, services: Services): readonly string[] {
  return [...services.values()]
    .filter(({ dependsOn }) => dependsOn.includes(name))
    .map((service) => service.name);
}

/** Users cannot stay without what they need themselves, such as columns added for them. */
function contractionOf(
  name: string,
  { components }: Pick<ReleaseSpec, 'components'>,
  services: Services,
): Contraction {
  const others = components.filter((each) => !isContracting(each)).map(({ service }) => service);
  const all = usersOf(name, services);
  const users = others.filter((other) => all.includes(other)).toSorted();
  const needed = new Set([
    ...users,
    ...users.flatMap((user) => [...reachableFrom(user, services)]),
  ]);
  return { users, holds: others.filter((other) => needed.has(other)).toSorted() };
}
