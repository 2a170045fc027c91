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
      const lease = await leases.current(environment);
      return { fence: lease?.release === release ? lease.fence : null };
    },

    async releaseLease({ environment, release }: LeaseStep): Promise<void> {
      await leaseOffice.release(environment, release);
    },

    /** Who holds an environment by the records, or null when it was never held. */
    currentLease({ environment }: { environment: string }): ReturnType<Ports['leases']['current']> {
      return leases.current(environment);
    },

    /** Written by the environment workflow before it tells the holder. */
    async recordLease(lease: {
      environment: string;
      release: string | null;
      fence: number;
      recalledFor?: string;
    }): Promise<void> {
      await leases.record(lease);
    },
  };
}

/** Refuses when the release does not hold the environment under this fencing number. */
export async function requireLease(
  { leases }: Pick<Ports, 'leases'>,
  step: { release: string; environment: string; fence: number },
): Promise<void> {
  const current = await leases.current(step.environment);
  if (current?.release === step.release && current.fence === step.fence) return;
  throw new StepFailure(
    'terminal',
    'guard/lease',
    `${step.release} does not hold ${step.environment} under fence ${step.fence}; the records ` +
      `name ${current?.release ?? 'nobody'} under ${current?.fence ?? 0}.`,
    'Retry the stage: it asks for the environment again and waits for its turn.',
  );
}
