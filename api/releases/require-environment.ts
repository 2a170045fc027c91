import { nameRemedy } from '../../domain/plan/nearest-name.ts';
import { Problem } from '../problem.ts';
import type { ApiRecords } from '../records-port.ts';

/** Throws a `Problem` (404) when the applied catalog has no such environment, or there is none. */
export async function requireEnvironment(
  environment: string,
  records: Pick<ApiRecords, 'catalog'>,
): Promise<void> {
  const names = (await records.catalog())?.catalog.environments.map(({ name }) => name) ?? [];
  if (names.includes(environment)) return;
  throw new Problem('unknown-environment', {
    detail: `The applied catalog has no environment ${environment}.`,
    remedy: nameRemedy(environment, names, 'Apply a catalog with PUT /v1/catalog.'),
  });
}
