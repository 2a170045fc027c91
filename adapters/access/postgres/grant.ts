import pg from 'pg';
import type { AccessAt, AccessOrder } from '../../../activities/ports/access-granter.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import { verifierPattern } from '../../../domain/access/act.ts';
import type { ObservedAccess } from '../../../domain/access/observed.ts';
import { lockAccount, noteStanding, readAccount, roleOf } from './account.ts';

/** Nobody works in more sessions at once, and a leaked password opens no more. */
const mostSessions = 10;

/**
 * Makes the role, with membership and without login. It inherits what the granted role may do and
 * cannot become it: so it neither owns things in its name nor passes it on, and nothing of it
 * outlives the membership.
 */
export async function grantIn(client: pg.Client, order: AccessOrder): Promise<ObservedAccess> {
  const { name, identifier } = roleOf(order);
  await lockAccount(client, name);
  const before = await readAccount(client, name);
  if (before.standing === 'revoked') throw spent(order);
  if (before.standing === 'granted') return sameAsOrdered(before, order);
  await requireComing(client, order);
  await requireRole(client, order);
  await client.query(
    `create role ${identifier} nologin connection limit ${mostSessions} ` +
      `valid until ${pg.escapeLiteral(order.until)}`,
  );
  await client.query(
    `grant ${pg.escapeIdentifier(order.role)} to ${identifier} ` +
      'with inherit true, set false, admin false',
  );
  await noteStanding(client, identifier, 'granted');
  return readAccount(client, name);
}

/** Lets in whoever knows the password. PostgreSQL takes a verifier for what it is. */
export async function admitTo(
  client: pg.Client,
  order: AccessAt & { readonly verifier: string },
): Promise<ObservedAccess> {
  const { name, identifier } = roleOf(order);
  if (!verifierPattern.test(order.verifier)) throw noVerifier();
  await lockAccount(client, name);
  const { standing } = await readAccount(client, name);
  if (standing !== 'granted') throw spent(order);
  const verifier = pg.escapeLiteral(order.verifier);
  await client.query(`alter role ${identifier} login password ${verifier}`);
  return readAccount(client, name);
}

/** A role that somebody has changed meanwhile is not what two people have agreed on. */
function sameAsOrdered(found: ObservedAccess, { role, until }: AccessOrder): ObservedAccess {
  const isSame =
    found.roles.length === 1 &&
    found.roles[0] === role &&
    found.validUntil !== null &&
    Date.parse(found.validUntil) === Date.parse(until);
  if (isSame) return found;
  throw new StepFailure(
    'needs-person',
    'access/changed',
    `The role has ${found.roles.join(', ') || 'no roles'} until ${found.validUntil ?? 'ever'}, ` +
      `and not ${role} until ${until}.`,
    'Find out who has changed it; revoke it, and ask again.',
  );
}

/** By the clock of PostgreSQL, which is the one that `valid until` goes by. */
async function requireComing(client: pg.Client, { until }: AccessOrder): Promise<void> {
  const asked = 'select $1::timestamptz > clock_timestamp() as coming';
  const { rows } = await client.query<{ coming: boolean }>(asked, [until]);
  if (rows[0]?.coming === true) return;
  throw new StepFailure(
    'terminal',
    'access/over',
    `It would have ended already: ${until} has passed.`,
    'Ask again.',
  );
}

async function requireRole(client: pg.Client, { role, resource }: AccessOrder): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  if (rowCount === 1) return;
  throw new StepFailure(
    'terminal',
    'access/unknown-role',
    `${resource} has no role called ${role}.`,
    'Create it there, or correct the name in the catalog, and ask again.',
  );
}

function spent({ key }: AccessAt): StepFailure {
  return new StepFailure(
    'terminal',
    'access/spent',
    `Nothing is granted under ${key}, or it was taken away.`,
    'Ask again: what was taken away never comes back.',
  );
}

function noVerifier(): StepFailure {
  return new StepFailure(
    'terminal',
    'access/no-verifier',
    'What was sent is no SCRAM-SHA-256 verifier.',
    'Take the password through the API.',
  );
}
