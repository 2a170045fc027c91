import type { ThrowAwayDatabases } from '../../activities/ports/databases.ts';
import { createDatabase, dropDatabase, namePrefix, withClient } from './throw-away-database.ts';

/** Longer than any step may take, so what is older was left behind by a process that is gone. */
const leftBehindAfterMs = 24 * 60 * 60_000;

/**
 * Databases on a PostgreSQL that is there, for whoever may create some. Its roles are shared with
 * everything else on it, so it should be one that nobody uses for anything else.
 */
export function createDatabasesOn(url: string): ThrowAwayDatabases {
  return {
    async use(work) {
      await dropLeftBehind(url);
      const made: string[] = [];
      try {
        return await work({
          version: await serverVersion(url),
          async create() {
            const database = await createDatabase(url);
            made.push(database.name);
            return database;
          },
        });
      } finally {
        for (const name of made) await dropDatabase(url, name);
      }
    },
  };
}

/** What the server says of itself, such as `18.4`. */
export function serverVersion(url: string): Promise<string> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version') as version",
    );
    return rows[0]?.version ?? 'unknown';
  });
}

async function dropLeftBehind(url: string): Promise<void> {
  const names = await withClient(url, async (client) => {
    const known = 'select datname as name from pg_database where starts_with(datname, $1)';
    return (await client.query<{ name: string }>(known, [namePrefix])).rows;
  });
  const oldest = Date.now() - leftBehindAfterMs;
  for (const { name } of names) {
    const madeAt = Number(name.slice(namePrefix.length).split('_')[0]);
    if (madeAt < oldest) await dropDatabase(url, name);
  }
}
