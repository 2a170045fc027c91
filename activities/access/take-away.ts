import type { AccessAt } from '../ports/access-granter.ts';
import { noteFor } from './note-step.ts';
import type { AccessPorts } from './ports.ts';

/**
 * Takes an access away, until the tool has been read back and has nothing left. It waits for no
 * record: taking away harms less than being late. Every failure is tried again.
 */
export function createTakeAway(ports: AccessPorts) {
  return async function takeAway(at: AccessAt): Promise<void> {
    await ports.granter.revoke(at);
    await noteFor(ports, at.key)({ phase: 'outcome', outcome: 'done' });
  };
}
