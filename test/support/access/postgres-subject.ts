import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createPostgresGranter } from '../../../adapters/access/postgres/granter.ts';
import { accountName } from '../../../domain/access/account-name.ts';
import { createTestDatabase } from '../stack/database.ts';
import type { GranterSubject, OpenSession } from './subject.ts';

/** A database with a table, roles that may read it, and an administrator who is no superuser. */
export type LentDatabase = {
  /** Address of who may make roles there. */
  readonly adminUrl: string;
  readonly role: string;
  readonly hostileRole: string;
  readonly run: (statement: string) => Promise<readonly Record<string, unknown>[]>;
  readonly login: (user: string, password: string) => Promise<OpenSession | null>;
  readonly close: () => Promise<void>;
};

export async function createLentDatabase(): Promise<LentDatabase> {
  const database = await createTestDatabase();
  const suffix = randomUUID().slice(0, 8);
  const [role, admin] = [`readonly-${suffix}`, `access-${suffix}`];
  const hostileRole = `wry"; drop table orders; --'${suffix}`;
  const run = (statement: string) => withPg(database.url, (client) => rowsOf(client, statement));
  const quoted = [role, hostileRole].map(pg.escapeIdentifier);
  await run('create table orders (id integer); insert into orders values (7)');
  await run(`create role "${admin}" login createrole password 'admin'`);
  for (const each of quoted) {
    await run(`create role ${each}; grant select on orders to ${each}`);
    await run(`grant ${each} to "${admin}" with admin option`);
  }
  await run(`grant pg_signal_backend to "${admin}"`);
  const sessions: pg.Client[] = [];
  return {
    adminUrl: as(database.url, admin, 'admin'),
    role,
    hostileRole,
    run,
    async login(user, password) {
      const client = new pg.Client({ connectionString: as(database.url, user, password) });
      client.on('error', () => undefined);
      try {
        await client.connect();
      } catch {
        return null;
      }
      sessions.push(client);
      return { canRead: () => canRead(client) };
    },
    async close() {
      for (const session of sessions) await session.end().catch(() => undefined);
      const made = await run(
        `select r.rolname as name from pg_roles r join pg_auth_members m on m.roleid = r.oid
           join pg_roles a on a.oid = m.member where a.rolname = '${admin}'
           and starts_with(r.rolname, 'tidegate-')`,
      );
      await run(`drop owned by "${admin}"`);
      for (const { name } of made) await run(`drop role ${pg.escapeIdentifier(String(name))}`);
      await run(`drop owned by ${quoted.join(', ')}; drop role ${quoted.join(', ')}, "${admin}"`);
      await database.drop();
    },
  };
}

export async function createPostgresSubject(): Promise<GranterSubject> {
  const { adminUrl, role, hostileRole, login, close } = await createLentDatabase();
  const place = { environment: 'production', resource: 'orders-db' };
  const granter = createPostgresGranter(async ({ environment, resource }) =>
    environment === place.environment && resource === place.resource ? adminUrl : undefined,
  );
  return {
    granter,
    place,
    role,
    hostileRole,
    login: (key, password) => login(accountName(key), password),
    close,
  };
}

function as(url: string, user: string, password: string): string {
  const own = new URL(url);
  own.username = user;
  own.password = password;
  return own.href;
}

async function canRead(client: pg.Client): Promise<boolean> {
  try {
    return (await client.query<{ id: number }>('select id from orders')).rows[0]?.id === 7;
  } catch {
    return false;
  }
}

async function rowsOf(client: pg.Client, statement: string) {
  const result = await client.query<Record<string, unknown>>(statement);
  return result.rows ?? [];
}

async function withPg<Result>(url: string, work: (client: pg.Client) => Promise<Result>) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
