import pg from 'pg';
import type { Journey } from '../journey/journey.ts';

/** The text, and whatever is in it as base64, which may hold more of it. */
export function decodedDeeply(text: string, levels = 3): string {
  if (levels === 0) return text;
  const inner = (text.match(/[\w+/-]{60,}/g) ?? []).map((part) =>
    decodedDeeply(Buffer.from(part, 'base64').toString('latin1'), levels - 1),
  );
  return [text, ...inner].join('\n');
}

/** Every row of what is recorded of people's accesses, as text. */
export async function everythingRecorded({ databaseUrl }: Pick<Journey, 'databaseUrl'>) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const told: unknown[] = [];
    for (const table of ['ledger', 'statements', 'access_grants', 'idempotency_keys']) {
      told.push((await client.query(`select * from ${table}`)).rows);
    }
    return JSON.stringify(told);
  } finally {
    await client.end();
  }
}
