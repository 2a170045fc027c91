import { Context } from '@temporalio/activity';
import { accessChain } from '../../domain/access/access.ts';
import { type AccessState, endsAt, isSettled } from '../../domain/access/state.ts';
import type { AccessAt, AccessPlace } from '../ports/access-granter.ts';
import type { AccessPorts } from './ports.ts';

/** Starts the workflow of an access; one that runs stays as it is. */
export type AccessOffice = { readonly ensureRunning: (access: string) => Promise<void> };

type SweepPorts = Pick<AccessPorts, 'grants' | 'granter' | 'ledger' | 'catalog' | 'clock'> & {
  readonly office: AccessOffice;
};

/** What a sweep did: keys of accesses, and places that it could not look at. */
export type AccessSweep = {
  readonly open: number;
  readonly takenAway: readonly string[];
  readonly failed: readonly string[];
};

/**
 * Compares what is recorded of accesses with what is in the tools. Every access to which something
 * can still happen gets its workflow back, should somebody have ended it; what outlives its time
 * for longer than taking it away may last, or stands although it was taken away, is taken away here
 * as well. What the records do not know is somebody else's, and is left alone.
 */
export function createSweepAccess(ports: SweepPorts) {
  return async function sweepAccess(): Promise<AccessSweep> {
    const { grants, office, clock } = ports;
    const failed: string[] = [];
    const takenAway: string[] = [];
    const attempt = async (name: string, act: () => Promise<unknown>) => {
      Context.current().heartbeat(name);
      await act().catch(() => failed.push(name));
    };
    const unsettled = await grants.unsettledAccess();
    for (const { access } of unsettled) {
      await attempt(access, () => office.ensureRunning(access));
    }
    const now = clock().toISOString();
    const due = unsettled.filter((state) => isOverdue(state, now)).map(placeOf);
    for (const place of await placesOf(ports)) {
      await attempt(`${place.environment}/${place.resource}`, async () => {
        due.push(...(await outliving(ports, place)));
      });
    }
    // Two resources may be on one server, and then both know of what stands there.
    for (const at of new Map(due.map((each) => [each.key, each])).values()) {
      await attempt(at.key, async () => {
        await ports.granter.revoke(at);
        await note(ports, at, now);
        takenAway.push(at.key);
      });
    }
    return { open: unsettled.length, takenAway, failed };
  };
}

/** Whether it should have been gone by now, whatever its workflow is at. */
function isOverdue(state: AccessState, now: string): boolean {
  if (state.phase === 'asked') return false;
  const end = state.ending?.at ?? endsAt(state);
  return Date.parse(now) > Date.parse(end) + state.revokeWithinMs;
}

function placeOf({ access, request }: AccessState): AccessAt {
  const { environment, resource } = request;
  return { environment, resource, key: access };
}

async function placesOf({ catalog }: SweepPorts): Promise<readonly AccessPlace[]> {
  const environments = (await catalog())?.catalog.environments ?? [];
  return environments.flatMap(({ name, access = [] }) =>
    access.map((resource) => ({ environment: name, resource: resource.name })),
  );
}

/** What stands in the tool although it was taken away, or never granted. */
async function outliving({ granter, grants }: SweepPorts, place: AccessPlace) {
  const found: AccessAt[] = [];
  for (const key of await granter.granted(place)) {
    const state = await grants.accessState(key);
    if (state !== null && isSettled(state)) found.push({ ...place, key });
  }
  return found;
}

async function note({ ledger }: SweepPorts, { key }: AccessAt, at: string): Promise<void> {
  await ledger.appendAction(accessChain(key), {
    key: `${key}/sweep`,
    phase: 'outcome',
    action: 'sweepAccess',
    by: 'reconciler',
    at,
    attempt: 1,
    outcome: 'done',
    details: {},
  });
}
