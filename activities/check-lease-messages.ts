import { isBorneOut, type LeaseClaim, type LeaseMessage } from '../domain/environment/lease.ts';
import type { Ports } from './ports/index.ts';

/**
 * Tells which of the messages to an environment the records bear out. Signals can be sent around
 * every release, so an environment asks here before it believes one.
 */
export function createCheckLeaseMessages(ports: Pick<Ports, 'ledger' | 'leases'>) {
  return async function checkLeaseMessages(order: {
    readonly environment: string;
    readonly messages: readonly LeaseMessage[];
  }): Promise<{ readonly genuine: readonly LeaseMessage[] }> {
    const claims = new Map<string, LeaseClaim>();
    for (const { release } of order.messages) {
      if (claims.has(release)) continue;
      claims.set(release, await claimOf(ports, release, order.environment));
    }
    const genuine = order.messages.filter(({ asks, release }) =>
      isBorneOut(asks, claims.get(release) ?? null),
    );
    return { genuine };
  };
}

async function claimOf(
  { ledger, leases }: Pick<Ports, 'ledger' | 'leases'>,
  release: string,
  environment: string,
): Promise<LeaseClaim> {
  const state = await ledger.state(release);
  if (state === null) return null;
  return {
    isClosed: state.phase === 'closed',
    wants: state.leases.some((lease) => lease.environment === environment),
    givesBack: await leases.isGivenBack(release, environment),
  };
}
