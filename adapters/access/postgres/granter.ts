import type { AccessAt, AccessGranter } from '../../../activities/ports/access-granter.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import { accountPrefix } from '../../../domain/access/account-name.ts';
import { whyNotGone } from '../../../domain/access/observed.ts';
import { notes, readAccount, roleOf } from './account.ts';
import { admitTo, grantIn } from './grant.ts';
import { closeAccount, endSessions } from './revoke.ts';
import { type AddressOf, withClient } from './with-client.ts';

/**
 * Lets people into databases of PostgreSQL 16 and later, each by a role of their own for each
 * time. The user behind the address needs CREATEROLE, the roles that it grants with admin option,
 * and pg_signal_backend.
 */
export function createPostgresGranter(addressOf: AddressOf): AccessGranter {
  const observe = (at: AccessAt) =>
    withClient(at, addressOf, (client) => readAccount(client, roleOf(at).name));
  return {
    observe,
    grant: (order) => withClient(order, addressOf, (client) => grantIn(client, order)),
    admit: (order) => withClient(order, addressOf, (client) => admitTo(client, order)),
    async revoke(at) {
      // What is closed has to be committed before sessions are ended, or another one could begin.
      await withClient(at, addressOf, (client) => closeAccount(client, at));
      await withClient(at, addressOf, (client) => endSessions(client, at));
      const observed = await observe(at);
      const left = whyNotGone(observed);
      if (left === null) return observed;
      throw new StepFailure(
        'retry',
        'access/not-gone',
        `${at.resource} of ${at.environment} was told to let nobody in by ${at.key}. ${left}`,
        'Nothing to do at first: it is tried again. Look at the sessions if it lasts.',
      );
    },
    granted: (place) =>
      withClient(place, addressOf, async (client) => {
        const { rows } = await client.query<{ name: string }>(
          `select rolname::text as name from pg_roles
             where starts_with(rolname, $1) and shobj_description(oid, 'pg_authid') = $2
             order by 1`,
          [accountPrefix, notes.granted],
        );
        return rows.map(({ name }) => name.slice(accountPrefix.length));
      }),
  };
}
