import type { KeptStatement } from '../../activities/ports/records.ts';
import type { ChainedEntry, ChainHead } from '../../domain/ledger/chain.ts';
import { longTaskMs, reaching } from '../connect.ts';
import type { Db } from '../database.ts';
import { readEntries } from '../read-entries.ts';
import { type LedgerFinding, verifyWithin } from './verify-ledger.ts';

/** All that the database holds of a release for an auditor, as it stood at one instant. */
export type EvidenceRecord = {
  readonly finding: LedgerFinding;
  readonly entries: readonly ChainedEntry[];
  /** What is noted as the end of the chain; null without one. */
  readonly head: ChainHead | null;
  /** In the order in which they came. */
  readonly statements: readonly KeptStatement[];
};

/** What somebody wrote with a statement, under the digest that the statement names. */
export type KeptComment = {
  readonly digest: string;
  readonly salt: string;
  readonly text: string;
};

/** Reads a release's ledger, recomputes it, and reads every statement that is kept for it. */
export function readEvidenceRecord(db: Db, release: string): Promise<EvidenceRecord> {
  return reaching(
    () =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute((tx) => readWithin(tx, release)),
    longTaskMs,
  );
}

async function readWithin(db: Db, release: string): Promise<EvidenceRecord> {
  const finding = await verifyWithin(db, release);
  const entries: ChainedEntry[] = [];
  for await (const entry of readEntries(db, release)) entries.push(entry);
  const head = await db
    .selectFrom('ledger_heads')
    .select(['position', 'hash'])
    .where('release', '=', release)
    .executeTakeFirst();
  const statements = await db
    .selectFrom('statements')
    .select(['digest', 'id', 'release', 'jws'])
    .where('release', '=', release)
    .orderBy('received_at')
    .orderBy('id')
    .execute();
  return { finding, entries, head: head ?? null, statements };
}

/** The comments of these digests that have not been erased. */
export function readComments(db: Db, digests: readonly string[]): Promise<readonly KeptComment[]> {
  return reaching(async () => {
    if (digests.length === 0) return [];
    return db
      .selectFrom('free_text')
      .select(['digest', 'salt', 'text'])
      .where('digest', 'in', digests)
      .orderBy('digest')
      .execute();
  });
}
