import { heldBy } from './lease.ts';
import type { Ports } from './ports/index.ts';
import type { ActingStep } from './step.ts';

/** The steps by which the holder of an environment lets an emergency before itself. */
export function createGiveWayActivities({
  leaseOffice,
  leases,
  ledger,
  plans,
}: Pick<Ports, 'leaseOffice' | 'leases' | 'ledger' | 'plans'>) {
  return {
    /**
     * The emergency release for which the records recall this lease, or null: nobody recalled it,
     * or what was named is no open release of the class `emergency` that wants the environment.
     */
    async readRecall(lease: {
      readonly release: string;
      readonly environment: string;
      readonly fence: number;
    }): Promise<{ recalledFor: string | null }> {
      const { release, environment, fence } = lease;
      const held = await heldBy(leases, release, environment);
      const by = held?.recalledFor;
      if (held?.fence !== fence || by === undefined || by === release) return { recalledFor: null };
      const [sealed, state] = await Promise.all([plans.sealed(by), ledger.state(by)]);
      const isEmergency = sealed?.plan.releaseClass === 'emergency';
      const isWaiting =
        state !== null &&
        state.phase !== 'closed' &&
        state.leases.some((each) => each.environment === environment);
      return { recalledFor: isEmergency && isWaiting ? by : null };
    },

    /** Gives the environment back to whoever may go before, and asks to be the next. */
    async giveWay(
      step: ActingStep & { readonly environment: string; readonly fence: number },
    ): Promise<void> {
      const { environment, release, fence } = step;
      await leaseOffice.giveWay(environment, { release, fence });
    },
  };
}
