import pg from 'pg';
import type { AccessAt } from '../../../activities/ports/access-granter.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import { accountName } from '../../../domain/access/account-name.ts';
import type { ObservedAccess } from '../../../domain/access/observed.ts';

/** What the comment of a role says: whose it is, and how it stands. */
export const notes = {
  granted: 'Tidegate lets somebody in by this role.',
  revoked: 'Tidegate let somebody in by this role, and never does again.',
} as const;

/** PostgreSQL cuts longer names off, so that two keys could become one role. */
const longestNameBytes = 63;

/** The name of the role, as text and as an identifier in quotes. */
export function roleOf({ key }: Pick<AccessAt, 'key'>): { name: string; identifier: string } {
  const name = accountName(key);
  if (Buffer.byteLength(name) <= longestNameBytes) {
    return { name, identifier: pg.escapeIdentifier(name) };
  }
  throw new StepFailure(
    'terminal',
    'access/long-key',
    `A role of PostgreSQL cannot be called ${name}: it has more than ${longestNameBytes} bytes.`,
    'Ask under a shorter key.',
  );
}

type Row = {
  readonly note: string | null;
  readonly canLogin: boolean;
  readonly validUntil: Date | null;
  readonly roles: readonly string[];
  readonly sessions: number;
};

/**
 * What PostgreSQL says of a role of ours. Errors: `needs-person` for a role that somebody else has
 * made under the name.
 */
export async function readAccount(client: pg.Client, name: string): Promise<ObservedAccess> {
  const { rows } = await client.query<Row>(
    `select shobj_description(r.oid, 'pg_authid') as note, r.rolcanlogin as "canLogin",
       nullif(r.rolvaliduntil, 'infinity') as "validUntil",
       array(select distinct g.rolname::text from pg_auth_members m
         join pg_roles g on g.oid = m.roleid where m.member = r.oid order by 1) as roles,
       (select count(*)::int from pg_stat_activity a where a.usesysid = r.oid) as sessions
     from pg_roles r where r.rolname = $1`,
    [name],
  );
  const [row] = rows;
  if (row === undefined) {
    return { standing: 'never', canLogin: false, roles: [], validUntil: null, sessions: 0 };
  }
  const { note, validUntil, canLogin, roles, sessions } = row;
  if (note !== notes.granted && note !== notes.revoked) throw notOurs(name);
  const standing = note === notes.granted ? 'granted' : 'revoked';
  return { standing, canLogin, roles, validUntil: validUntil?.toISOString() ?? null, sessions };
}

/** One after the other, whoever is at work on the same role. */
export async function lockAccount(client: pg.Client, name: string): Promise<void> {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
}

export async function noteStanding(
  client: pg.Client,
  identifier: string,
  what: keyof typeof notes,
): Promise<void> {
  await client.query(`comment on role ${identifier} is ${pg.escapeLiteral(notes[what])}`);
}

function notOurs(name: string): StepFailure {
  return new StepFailure(
    'needs-person',
    'access/not-ours',
    `The role ${name} is there, and was not made by Tidegate.`,
    'Find out who made it, and rename or drop it.',
  );
}
