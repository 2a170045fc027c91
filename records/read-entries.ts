import { sql } from 'kysely';
import type { ChainedEntry } from '../domain/ledger/chain.ts';
import type { Db } from './database.ts';

const batchSize = 500;

/**
 * A release's entries in the order of the chain, a batch at a time: a ledger need not fit into
 * memory. Several statements, so whoever needs all of them from one instant asks in a transaction
 * that sees one.
 */
export async function* readEntries(db: Db, release: string): AsyncGenerator<ChainedEntry> {
  let after = 0;
  for (;;) {
    const rows = await db
      .selectFrom('ledger')
      .select(['position', 'sort', 'seq', sql<string>`content::text`.as('content')])
      .select(['content_hash', 'previous_hash', 'hash', 'recorded_at'])
      .where('release', '=', release)
      .where('position', '>', after)
      .orderBy('position')
      .limit(batchSize)
      .execute();
    for (const row of rows) {
      const { position, sort, seq, content, hash } = row;
      yield {
        release,
        position,
        sort,
        seq,
        recordedAt: row.recorded_at.toISOString(),
        content,
        contentHash: row.content_hash,
        previousHash: row.previous_hash,
        hash,
      };
      after = position;
    }
    if (rows.length < batchSize) return;
  }
}
