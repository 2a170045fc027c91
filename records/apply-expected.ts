import type { Transaction } from 'kysely';
import type { LedgerAction } from '../activities/ports/records.ts';
import { appendEntries, lockHead, refuseNonJson } from './append-entries.ts';
import {
  type AppliedDocument,
  type AppliedVersion,
  applyAll,
  latestFile,
  lockApplied,
} from './applied-files.ts';
import { reaching } from './connect.ts';
import type { Database, Db } from './database.ts';

/** What has to count still. Of catalogs and duties one counts, whatever its name. */
export type Expectation = Pick<AppliedDocument, 'kind' | 'name'> & {
  /** Null: nothing is applied. */
  readonly digest: string | null;
};

export type ExpectedOrder = {
  readonly by: string;
  readonly expected: readonly Expectation[];
  /** What is recorded with it, or null. */
  readonly action: LedgerAction | null;
};

/** The chain of what was proposed, confirmed and rejected. No release can be called so. */
export const proposalsChain = 'files/proposals';

/**
 * Applies documents together as `applyFiles` does, and records why, if what was looked at before
 * still counts. Null, and nothing is changed or recorded, where somebody was faster.
 */
export function applyExpected(
  db: Db,
  documents: readonly AppliedDocument[],
  { by, expected, action }: ExpectedOrder,
): Promise<readonly AppliedVersion[] | null> {
  if (action !== null) refuseNonJson(proposalsChain, [action]);
  return reaching(() =>
    db.transaction().execute(async (tx) => {
      await lockApplied(tx);
      for (const each of expected) if (!(await holds(tx, each))) return null;
      const versions = await applyAll(tx, documents, by);
      if (action === null) return versions;
      const head = await lockHead(tx, proposalsChain);
      await appendEntries(tx, proposalsChain, head, [
        { sort: 'action', content: action, seq: null },
      ]);
      return versions;
    }),
  );
}

async function holds(
  tx: Transaction<Database>,
  { kind, name, digest }: Expectation,
): Promise<boolean> {
  const isOnly = kind === 'Catalog' || kind === 'Duties';
  const latest = await latestFile(tx, kind, isOnly ? null : name);
  return (latest?.digest ?? null) === digest;
}
