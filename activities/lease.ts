import type {
  EnvironmentLeases,
  NotedLease,
  RecordedLease,
} from '../domain/environment/recorded-leases.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';
import type { ActingStep } from './step.ts';

type LeaseStep = ActingStep & { readonly environment: string };

/**
 * The steps around holding an environment. The environment workflow decides; records remember the
 * holder.
 */
export function createLeaseActivities({
  leaseOffice,
  leases,
}: Pick<Ports, 'leaseOffice' | 'leases'>) {
  return {
    /**
     * Asks for an environment. Returns the fencing number when the records name the release as its
     * holder, null when it is in the queue. The answer of the environment alone is not believed.
     */
    async requestLease({ environment, release }: LeaseStep): Promise<{ fence: number | null }> {
      const answer = await leaseOffice.take(environment, { release });
      if (answer === null) return { fence: null };
      return { fence: (await heldBy(leases, release, environment))?.fence ?? null };
    },

    async releaseLease({ environment, release }: LeaseStep): Promise<void> {
      await leaseOffice.release(environment, release);
    },

    /** Who holds an environment by the records. */
    currentLease({ environment }: { environment: string }): Promise<EnvironmentLeases> {
      return leases.leasesOf(environment);
    },

    /** Written by the environment workflow before it tells the holder. */
    async recordLease(lease: NotedLease): Promise<void> {
      await leases.record(lease);
    },
  };
}

/** The lease of a release on an environment by the records; undefined: it has none. */
export async function heldBy(
  leases: Ports['leases'],
  release: string,
  environment: string,
): Promise<RecordedLease | undefined> {
  const { holders } = await leases.leasesOf(environment);
  return holders.find((held) => held.release === release);
}

/** Refuses when the release does not hold the environment under this fencing number. */
export async function requireLease(
  { leases }: Pick<Ports, 'leases'>,
  step: { release: string; environment: string; fence: number },
): Promise<void> {
  const { release, environment, fence } = step;
  const { holders } = await leases.leasesOf(environment);
  if (holders.some((held) => held.release === release && held.fence === fence)) return;
  const names = holders.map((held) => `${held.release} under ${held.fence}`);
  throw new StepFailure(
    'terminal',
    'guard/lease',
    `${release} does not hold ${environment} under fence ${fence}; the records name ` +
      `${names.join(', ') || 'nobody'}.`,
    'Retry the stage: it asks for the environment again and waits for its turn.',
  );
}
