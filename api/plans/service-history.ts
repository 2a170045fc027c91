import type { ReleaseSpec } from '../../domain/plan/spec.ts';
import type { ServiceHistory } from '../../domain/risk/facts.ts';
import type { ApiRecords } from '../records-port.ts';

/** So many of the latest releases of a service say how its releases usually go. */
const recentReleases = 10;

/**
 * What is recorded of each service that is released, where the release ends up: the version that
 * went live last, how long ago, and how many of its recent releases were taken back.
 */
export async function serviceHistory(
  { components, environments }: ReleaseSpec,
  { listReleases }: Pick<ApiRecords, 'listReleases'>,
  now: Date,
): Promise<readonly ServiceHistory[]> {
  const environment = environments.at(-1);
  const histories: ServiceHistory[] = [];
  // One after the other: a release of many components shall not take every connection.
  for (const service of new Set(components.map((component) => component.service))) {
    const { releases } = await listReleases({ service, environment, pageSize: recentReleases });
    const states = releases.map(({ state }) => state);
    const live = states
      .filter(({ rollback }) => rollback === null)
      .flatMap(({ artifacts, liveSince }) => {
        const version = artifacts.find(({ component }) => component === service)?.version;
        return liveSince === null || version === undefined ? [] : [{ version, liveSince }];
      })
      .toSorted((one, other) => (one.liveSince < other.liveSince ? 1 : -1));
    histories.push({
      service,
      version: live[0]?.version ?? null,
      ageMs: live[0] === undefined ? null : now.getTime() - Date.parse(live[0].liveSince),
      failures: states.filter(({ rollback }) => rollback !== null).length,
    });
  }
  return histories;
}
