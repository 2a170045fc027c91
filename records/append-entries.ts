import type { Transaction } from 'kysely';
import { type EntrySort, chainEntry, genesisHash } from '../domain/ledger/chain.ts';
import type { Database } from './database.ts';

export type Head = { readonly position: number; readonly hash: string; readonly lastSeq: number };

/** The end of a release's chain, locked until the transaction ends: entries of one release follow each other. */
export async function lockHead(tx: Transaction<Database>, release: string): Promise<Head> {
  await tx
    .insertInto('ledger_heads')
    .values({ release, position: 0, hash: genesisHash, last_seq: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const head = await tx
    .selectFrom('ledger_heads')
    .selectAll()
    .where('release', '=', release)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { position: head.position, hash: head.hash, lastSeq: head.last_seq };
}

export type NewEntry = {
  readonly sort: EntrySort;
  readonly content: unknown;
  /** Number of a fact; null for an action. */
  readonly seq: number | null;
};

/** Chains entries behind the head that the caller has locked, and moves the head. */
export async function appendEntries(
  tx: Transaction<Database>,
  release: string,
  head: Head,
  entries: readonly NewEntry[],
): Promise<void> {
  let end: { position: number; hash: string } = head;
  const rows = entries.map(({ sort, content, seq }) => {
    const entry = chainEntry(release, end, sort, content);
    end = entry;
    return {
      release,
      position: entry.position,
      sort,
      seq,
      content: JSON.stringify(content),
      content_hash: entry.contentHash,
      previous_hash: entry.previousHash,
      hash: entry.hash,
    };
  });
  await tx.insertInto('ledger').values(rows).execute();
  const lastSeq = entries.reduce((last, { seq }) => seq ?? last, head.lastSeq);
  await tx
    .updateTable('ledger_heads')
    .set({ position: end.position, hash: end.hash, last_seq: lastSeq })
    .where('release', '=', release)
    .execute();
}
