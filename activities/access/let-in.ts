import type { AccessState } from '../../domain/access/state.ts';
import { noteStep } from './note-step.ts';
import type { AccessPorts } from './ports.ts';
import { proveGrant, signedUnder, unproven } from './prove-grant.ts';

/** The steps that let somebody in. Both prove it anew, whatever the workflow says. */
export function createLetInSteps(ports: AccessPorts) {
  const { grants, granter } = ports;
  return {
    /** Makes the account, by which nobody can log in yet. */
    provideAccess: ({ access }: { readonly access: string }): Promise<void> =>
      noteStep(ports, access, async () => {
        const state = await recorded(grants, access);
        const { environment, resource, role, until } = await proveGrant(ports, state);
        await granter.grant({ environment, resource, role, until, key: access });
      }),
    /** Has the tool take the password that the person was told. */
    admitPerson: ({ access }: { readonly access: string }): Promise<void> =>
      noteStep(ports, access, async () => {
        const state = await recorded(grants, access);
        const { environment, resource } = await proveGrant(ports, state);
        const taken = await signedUnder(ports, state.credentials?.statement ?? null);
        const isTheirs = taken?.access === access && taken.by === state.asked.by;
        if (taken?.act !== 'take-credentials' || !isTheirs) {
          throw unproven('Who has it did not take the password.');
        }
        await granter.admit({ environment, resource, key: access, verifier: taken.verifier });
      }),
  };
}

async function recorded(grants: AccessPorts['grants'], access: string): Promise<AccessState> {
  const state = await grants.accessState(access);
  if (state === null) throw unproven('Nothing is recorded of it.');
  return state;
}
