import type { ReleaseSpec } from '../../domain/plan/spec.ts';
import type { ServiceHistory } from '../../domain/risk/service-history.ts';
import type { ApiRecords } from '../records-port.ts';

/** So many of the latest releases of a service say how its releases usually go. */
const recentReleases = 10;

/**
 * What is recorded of each service that is released, where the release ends up: the version that
 * went live last, whether that is long ago, and how many of its recent releases were taken back.
 */
export async function serviceHistory(
  { components, environments }: ReleaseSpec,
  { listReleases }: Pick<ApiRecords, 'listReleases'>,
  since: { readonly now: Date; readonly longAfterMs: number },
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
      isLongAgo: live[0] !== undefined && isLongAgo(live[0].liveSince, since),
      failures: states.filter(({ rollback }) => rollback !== null).length,
    });
  }
  return histories;
}

function isLongAgo(
  instant: string,
  { now, longAfterMs }: { readonly now: Date; readonly longAfterMs: number },
): boolean {
  return now.getTime() - Date.parse(instant) >= longAfterMs;
}
