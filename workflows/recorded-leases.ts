import type { EnvironmentLeases, RecordedLease } from '../domain/environment/recorded-leases.ts';
import { steadfast } from './activity-proxies.ts';

/** Who holds an environment by the records. */
export async function recordedLeases(environment: string): Promise<EnvironmentLeases> {
  const answer = await steadfast(`Who holds ${environment}?`).currentLease({ environment });
  return isAlone(answer) ? alone(answer) : answer;
}

/** What histories hold from the time when an environment had one place: its lease, or null. */
type Alone = { readonly release: string | null; readonly fence: number } & Pick<
  RecordedLease,
  'recalledFor'
>;

function isAlone(answer: EnvironmentLeases | Alone | null): answer is Alone | null {
  return answer === null || !('holders' in answer);
}

function alone(answer: Alone | null): EnvironmentLeases {
  if (answer === null) return { holders: [], fence: 0 };
  const { release, ...lease } = answer;
  const holders = release === null ? [] : [{ ...lease, release, place: 1 }];
  return { holders, fence: lease.fence };
}
