import type { AccessFact } from '../../domain/access/event.ts';
import type { AccessState } from '../../domain/access/state.ts';
import { createLetInSteps } from './let-in.ts';
import type { AccessPorts } from './ports.ts';
import { createTakeAway } from './take-away.ts';
import { createTellAccess } from './tell.ts';
import { createVerifyAct } from './verify-act.ts';

/** The steps of an access, on a queue of their own: a database that hangs delays no release. */
export function createAccessActivities(ports: AccessPorts) {
  const { grants } = ports;
  return {
    ...createLetInSteps(ports),
    recallAccess: ({ access }: { readonly access: string }): Promise<AccessState | null> =>
      grants.accessState(access),
    recordAccess: (order: { readonly access: string; readonly facts: readonly AccessFact[] }) =>
      grants.appendAccessFacts(order.access, order.facts),
    takeAway: createTakeAway(ports),
    tellAboutAccess: createTellAccess(ports),
    verifyAccessAct: createVerifyAct(ports),
  };
}

export type AccessActivities = ReturnType<typeof createAccessActivities>;
