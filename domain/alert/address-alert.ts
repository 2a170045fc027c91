import type { Catalog } from '../plan/catalog.ts';
import { nameRemedy } from '../plan/nearest-name.ts';

/** Which environment an alert speaks of, and which service in it, if any; or why nobody knows. */
export type AlertAddress =
  | { readonly environment: string; readonly service: string | null }
  | { readonly reason: string; readonly remedy: string };

/**
 * Reads the address of an alert from its labels, as the catalog declares them. A name that the
 * catalog does not know is nobody's: it is never taken for an alert about everything.
 */
export function addressAlert(
  labels: Readonly<Record<string, string>>,
  catalog: Pick<Catalog, 'alerts' | 'environments' | 'services'>,
): AlertAddress {
  const { alerts = {} } = catalog;
  const { environmentLabel = 'environment', serviceLabel = 'service' } = alerts;
  const written = labels[environmentLabel];
  if (written === undefined) {
    return {
      reason: `The alert has no label \`${environmentLabel}\`, which names the environment.`,
      remedy: 'Add the label to the alerting rule, or name another one in the catalog’s `alerts`.',
    };
  }
  const environment = alerts.environments?.[written] ?? written;
  const environments = catalog.environments.map(({ name }) => name);
  if (!environments.includes(environment)) return unknown('environment', written, environments);
  const named = labels[serviceLabel];
  if (named === undefined) return { environment, service: null };
  const service = alerts.services?.[named] ?? named;
  const services = catalog.services.map(({ name }) => name);
  if (!services.includes(service)) return unknown('service', named, services);
  return { environment, service };
}

function unknown(what: 'environment' | 'service', name: string, known: readonly string[]) {
  const otherwise = `Say in the catalog’s \`alerts.${what}s\` which ${what} it is.`;
  return {
    reason: `The catalog has no ${what} \`${name}\`.`,
    remedy: nameRemedy(name, known, otherwise),
  };
}
