import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import type { ChainedEntry } from '../../domain/ledger/chain.ts';
import { type Damage, verifyChain } from '../../domain/ledger/verify-chain.ts';
import { applyFact } from '../../domain/release/apply-fact.ts';
import type { ReleaseFact } from '../../domain/release/event.ts';
import { initialState, type ReleaseState } from '../../domain/release/state.ts';
import { reaching } from '../connect.ts';
import type { Db } from '../database.ts';

export type LedgerFinding = {
  readonly release: string;
  readonly entries: number;
  readonly head: string | null;
  readonly damages: readonly Damage[];
  /** Whether the projection equals a fresh fold of the recorded facts. */
  readonly projectionHolds: boolean;
};

/** Recomputes the chain of a release from its entries, and its state from its facts. */
export function verifyRelease(db: Db, release: string): Promise<LedgerFinding> {
  return reaching(async () => {
    const rows = await db
      .selectFrom('ledger')
      .selectAll()
      .where('release', '=', release)
      .orderBy('position')
      .execute();
    const entries: ChainedEntry[] = rows.map((row) => ({
      release,
      position: row.position,
      sort: row.sort,
      content: row.content,
      contentHash: row.content_hash,
      previousHash: row.previous_hash,
      hash: row.hash,
    }));
    const head = await db
      .selectFrom('ledger_heads')
      .select(['position', 'hash'])
      .where('release', '=', release)
      .executeTakeFirst();
    const projected = await db
      .selectFrom('release_projection')
      .select('state')
      .where('release', '=', release)
      .executeTakeFirst();
    const facts = entries.flatMap(({ sort, content }) =>
      sort === 'fact' ? [content as ReleaseFact] : [],
    );
    return {
      release,
      entries: entries.length,
      head: head?.hash ?? null,
      damages: verifyChain(release, entries, head ?? null),
      projectionHolds: holds(facts, projected?.state ?? null),
    };
  });
}

/** Every release that the ledger knows, in the order of names. */
export async function* verifyLedger(db: Db): AsyncGenerator<LedgerFinding> {
  const releases = await reaching(() =>
    db.selectFrom('ledger').select('release').distinct().orderBy('release').execute(),
  );
  for (const { release } of releases) yield await verifyRelease(db, release);
}

function holds(facts: readonly ReleaseFact[], projected: ReleaseState | null): boolean {
  if (facts.length === 0) return projected === null;
  try {
    return canonicalJson(facts.reduce(applyFact, initialState())) === canonicalJson(projected);
  } catch {
    return false;
  }
}
