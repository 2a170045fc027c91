import pg from 'pg';
import type { AccessAt } from '../../../activities/ports/access-granter.ts';
import { lockAccount, noteStanding, readAccount, roleOf } from './account.ts';

/** How long PostgreSQL waits for a session to end that it was told to end. */
const endWithinMs = 5_000;

/**
 * Takes login and memberships away. The role stays, as a note that it never comes again: a grant
 * that was delayed on its way finds it, and a role that owns something could not be dropped.
 */
export async function closeAccount(client: pg.Client, at: AccessAt): Promise<void> {
  const { name, identifier } = roleOf(at);
  await lockAccount(client, name);
  const { standing } = await readAccount(client, name);
  if (standing === 'never') await client.query(`create role ${identifier} nologin`);
  await client.query(`alter role ${identifier} nologin password null connection limit 0`);
  // A membership is taken away in the name of whoever gave it, and there may be several.
  const { rows } = await client.query<{ role: string; grantor: string }>(
    `select g.rolname::text as role, o.rolname::text as grantor from pg_auth_members m
       join pg_roles g on g.oid = m.roleid join pg_roles o on o.oid = m.grantor
       join pg_roles r on r.oid = m.member where r.rolname = $1`,
    [name],
  );
  for (const { role, grantor } of rows) {
    const [given, by] = [pg.escapeIdentifier(role), pg.escapeIdentifier(grantor)];
    await client.query(`revoke ${given} from ${identifier} granted by ${by}`);
  }
  await noteStanding(client, identifier, 'revoked');
}

/** Ends what is still open. No new session can begin: the role was closed before. */
export async function endSessions(client: pg.Client, at: AccessAt): Promise<void> {
  const { name } = roleOf(at);
  await client.query(
    `select pg_terminate_backend(a.pid, $2) from pg_stat_activity a
       join pg_roles r on r.oid = a.usesysid where r.rolname = $1`,
    [name, endWithinMs],
  );
}
