import { sql, type Transaction } from 'kysely';
import { StepFailure } from '../activities/ports/failures.ts';
import { type ChainHead, chainEntry, type EntrySort, genesis } from '../domain/ledger/chain.ts';
import { findNonJson } from '../domain/ledger/find-non-json.ts';
import { jsonPointer } from '../domain/ledger/json-pointer.ts';
import type { Database } from './database.ts';

/** Whoever follows a ledger listens here; the payload is the release. */
export const entriesChannel = 'tidegate_entries';

/** The end of a chain, and the server's time: what is appended now is recorded at that instant. */
export type Head = ChainHead & { readonly lastSeq: number; readonly now: string };

/**
 * The end of a release's chain, locked until the transaction ends: entries of one release follow
 * each other.
 */
export async function lockHead(tx: Transaction<Database>, release: string): Promise<Head> {
  const head = (await findHead(tx, release)) ?? (await beginChain(tx, release));
  const { position, hash, last_seq: lastSeq, now } = head;
  return { position, hash, lastSeq, now: now.toISOString() };
}

async function beginChain(tx: Transaction<Database>, release: string): Promise<LockedHead> {
  await tx
    .insertInto('ledger_heads')
    .values({ release, ...genesis, last_seq: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const head = await findHead(tx, release);
  if (head === undefined) throw new Error(`The chain of ${release} cannot be begun.`);
  return head;
}

type LockedHead = { position: number; hash: string; last_seq: number; now: Date };

function findHead(tx: Transaction<Database>, release: string): Promise<LockedHead | undefined> {
  return tx
    .selectFrom('ledger_heads')
    .select(['position', 'hash', 'last_seq', sql<Date>`clock_timestamp()`.as('now')])
    .where('release', '=', release)
    .forUpdate()
    .executeTakeFirst();
}

export type NewEntry = {
  readonly sort: EntrySort;
  readonly content: unknown;
  /** Number of a fact; null for an action. */
  readonly seq: number | null;
};

/**
 * Chains entries behind the head that the caller has locked, moves it, wakes whoever follows, and
 * returns it.
 */
export async function appendEntries(
  tx: Transaction<Database>,
  release: string,
  head: Head,
  entries: readonly NewEntry[],
): Promise<Head> {
  let end: ChainHead = head;
  const rows = entries.map((entry) => {
    const chained = chainEntry(release, end, { ...entry, recordedAt: head.now });
    end = chained;
    return {
      release,
      position: chained.position,
      sort: chained.sort,
      seq: chained.seq,
      content: chained.content,
      content_hash: chained.contentHash,
      previous_hash: chained.previousHash,
      hash: chained.hash,
      recorded_at: chained.recordedAt,
    };
  });
  await tx.insertInto('ledger').values(rows).execute();
  const lastSeq = entries.reduce((last, { seq }) => seq ?? last, head.lastSeq);
  await tx
    .updateTable('ledger_heads')
    .set({ position: end.position, hash: end.hash, last_seq: lastSeq })
    .where('release', '=', release)
    .execute();
  await sql`select pg_notify(${entriesChannel}, ${release})`.execute(tx);
  return { position: end.position, hash: end.hash, lastSeq, now: head.now };
}

/** Content that JSON cannot carry would come back as something else than what was hashed. */
export function refuseNonJson(release: string, contents: readonly unknown[]): void {
  for (const content of contents) {
    const found = findNonJson(content);
    if (found === null) continue;
    throw new StepFailure(
      'needs-person',
      'ledger/not-json',
      `An entry for ${release} cannot be recorded: ` +
        `${jsonPointer(found.path) || 'all of it'} is ${found.found}.`,
      'Whatever made this entry has to be mended: a ledger keeps plain JSON and well-formed text.',
    );
  }
}
