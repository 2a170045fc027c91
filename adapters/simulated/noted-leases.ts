import {
  type EnvironmentLeases,
  leasesAmong,
  type NotedLease,
} from '../../domain/environment/recorded-leases.ts';

/** What was noted last about each place, by `environment/place`. */
export type NotedLeases = Map<string, NotedLease>;

/** Notes who has a place. */
export function noteLease(noted: NotedLeases, lease: NotedLease): void {
  noted.set(`${lease.environment}/${lease.place}`, lease);
}

/** Who holds an environment, and the number of the latest grant there. */
export function notedIn(noted: NotedLeases, environment: string): EnvironmentLeases {
  return leasesAmong([...noted.values()].filter((lease) => lease.environment === environment));
}
