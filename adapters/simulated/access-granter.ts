import type {
  AccessAt,
  AccessGranter,
  AccessOrder,
  AccessPlace,
} from '../../activities/ports/access-granter.ts';
import { StepFailure } from '../../activities/ports/failures.ts';
import type { ObservedAccess } from '../../domain/access/observed.ts';

/** An account of the simulated tool, with who is logged in by it. */
type Account = AccessAt & {
  standing: 'granted' | 'revoked';
  role: string | null;
  until: string | null;
  verifier: string | null;
  sessions: number;
};

/** A tool in memory that lets people in. */
export type SimulatedGranter = AccessGranter & {
  /** What the tool compares a password with, or null where it lets nobody in. */
  readonly verifierOf: (at: AccessAt) => string | null;
  /** Opens a session. False where the tool lets nobody in. */
  readonly open: (at: AccessAt) => boolean;
  /** As often as this the next revocations fail before they do anything. */
  failures: number;
};

/** Offers these roles in every place. */
export function simulateGranter(
  roles: readonly string[],
  clock: () => Date = () => new Date(),
): SimulatedGranter {
  const accounts = new Map<string, Account>();
  const find = ({ environment, resource, key }: AccessAt) =>
    accounts.get(JSON.stringify([environment, resource, key]));
  const keep = (account: Account) =>
    accounts.set(JSON.stringify([account.environment, account.resource, account.key]), account);
  const verifierOf = (at: AccessAt) => {
    const account = find(at);
    if (account?.standing !== 'granted' || account.until === null) return null;
    return Date.parse(account.until) > clock().getTime() ? account.verifier : null;
  };
  const granter: SimulatedGranter = {
    failures: 0,
    verifierOf,
    open(at) {
      const account = find(at);
      if (account === undefined || verifierOf(at) === null) return false;
      account.sessions += 1;
      return true;
    },
    observe: async (at) => observed(find(at)),
    async grant(order) {
      const found = find(order);
      if (found !== undefined) return asOrdered(found, order);
      if (!roles.includes(order.role)) throw refused('access/unknown-role');
      if (Date.parse(order.until) <= clock().getTime()) throw refused('access/over');
      const account: Account = { ...order, standing: 'granted', verifier: null, sessions: 0 };
      keep(account);
      return observed(account);
    },
    async admit({ verifier, ...at }) {
      const found = find(at);
      if (found?.standing !== 'granted') throw refused('access/spent');
      found.verifier = verifier;
      return observed(found);
    },
    async revoke(at) {
      if (granter.failures > 0) {
        granter.failures -= 1;
        throw new StepFailure('retry', 'access/database-away', 'It is away.', 'Wait.');
      }
      const nothing = { role: null, until: null, verifier: null, sessions: 0 };
      const { environment, resource, key } = at;
      const account: Account = { environment, resource, key, standing: 'revoked', ...nothing };
      keep(account);
      return observed(account);
    },
    granted: async (place: AccessPlace) =>
      [...accounts.values()]
        .filter(({ environment }) => environment === place.environment)
        .filter(({ resource }) => resource === place.resource)
        .filter(({ standing }) => standing === 'granted')
        .map(({ key }) => key)
        .toSorted(),
  };
  return granter;
}

function asOrdered(found: Account, { role, until }: AccessOrder): ObservedAccess {
  if (found.standing === 'revoked') throw refused('access/spent');
  if (found.role === role && found.until === until) return observed(found);
  throw new StepFailure('needs-person', 'access/changed', 'It is another one.', 'Ask again.');
}

function observed(account: Account | undefined): ObservedAccess {
  if (account === undefined) {
    return { standing: 'never', canLogin: false, roles: [], validUntil: null, sessions: 0 };
  }
  const { standing, role, until, verifier, sessions } = account;
  const roles = role === null ? [] : [role];
  return { standing, canLogin: verifier !== null, roles, validUntil: until, sessions };
}

function refused(code: string): StepFailure {
  return new StepFailure('terminal', code, `The simulated tool refuses: ${code}.`, 'Ask again.');
}
