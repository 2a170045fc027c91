import { sql } from 'kysely';
import { accessOfChain } from '../../domain/access/access.ts';
import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import { ChainVerifier, type Damage, type KnownHead } from '../../domain/ledger/verify-chain.ts';
import { applyFact } from '../../domain/release/apply-fact.ts';
import type { ReleaseFact } from '../../domain/release/event.ts';
import { initialState, type ReleaseState } from '../../domain/release/state.ts';
import { foldAccess } from '../access-grants.ts';
import { longTaskMs, reaching } from '../connect.ts';
import type { Db } from '../database.ts';
import { columnsOf, teamsOf } from '../project.ts';
import { readEntries } from '../read-entries.ts';

export type LedgerFinding = {
  readonly release: string;
  readonly entries: number;
  /** Hash of the last entry; null without one. */
  readonly head: string | null;
  readonly damages: readonly Damage[];
  /** Whether the projection equals a fresh fold of the recorded facts. */
  readonly projectionHolds: boolean;
};

/**
 * Recomputes the chain of a release from its entries, and its projection from its facts, as they
 * stood at one instant. `known` are heads that were kept elsewhere: with them a chain that was
 * rewritten or cut as a whole is found too.
 */
export function verifyRelease(
  db: Db,
  release: string,
  known: readonly KnownHead[] = [],
): Promise<LedgerFinding> {
  return reaching(
    () =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute((tx) => verifyWithin(tx, release, known)),
    longTaskMs,
  );
}

/** `verifyRelease` in the transaction of whoever asks, which has to see one instant. */
export async function verifyWithin(
  db: Db,
  release: string,
  known: readonly KnownHead[] = [],
): Promise<LedgerFinding> {
  const noted = await db
    .selectFrom('ledger_heads')
    .select(['position', 'hash', 'last_seq'])
    .where('release', '=', release)
    .executeTakeFirst();
  const chain = new ChainVerifier(release, noted ?? null, known);
  let entries = 0;
  let lastSeq = 0;
  let head: string | null = null;
  const projection = accessOfChain(release) === null ? foldRelease : foldAccess;
  const { add, holds } = projection(db, release);
  for await (const entry of readEntries(db, release)) {
    chain.add(entry);
    entries += 1;
    head = entry.hash;
    lastSeq = entry.seq ?? lastSeq;
    if (entry.sort === 'fact') add(entry.content);
  }
  const projectionHolds = await holds();
  const damages = chain.finish();
  // A tail that is missing has said already why the number does not fit.
  if (damages.length === 0 && noted !== undefined && noted.last_seq !== lastSeq) {
    const reason = `The head names ${noted.last_seq} as the last fact, whose number is ${lastSeq}.`;
    const damage: Damage = { kind: 'edited', release, position: noted.position, reason };
    return { release, entries, head, damages: [damage], projectionHolds };
  }
  return { release, entries, head, damages, projectionHolds };
}

/** Every release that the ledger, its heads, the projection or `known` speak of, each once. */
export async function* verifyLedger(
  db: Db,
  known: ReadonlyMap<string, readonly KnownHead[]> = new Map(),
): AsyncGenerator<LedgerFinding> {
  const unseen = new Set(known.keys());
  for await (const release of releasesOf(db)) {
    unseen.delete(release);
    yield await verifyRelease(db, release, known.get(release));
  }
  for (const release of unseen) yield await verifyRelease(db, release, known.get(release));
}

const namesPerBatch = 500;

/** A step of the recursion is three looks into indexes, however many entries a release has. */
async function* releasesOf(db: Db): AsyncGenerator<string> {
  const next = (after: string) => `least(
    (select min(release) from ledger where release > ${after}),
    (select min(release) from ledger_heads where release > ${after}),
    (select min(release) from release_projection where release > ${after}),
    (select min(chain) from access_grants where chain > ${after}))`;
  let last = '';
  for (;;) {
    const { rows } = await reaching(() =>
      sql<{ release: string }>`
        with recursive names (release) as (
          select ${sql.raw(next('start'))} from (select ${last}::text as start) as begin
          union all
          select ${sql.raw(next('names.release'))} from names where release is not null)
        select release from names where release is not null limit ${namesPerBatch}`.execute(db),
    );
    for (const { release } of rows) yield release;
    if (rows.length < namesPerBatch) return;
    last = rows.at(-1)?.release ?? last;
  }
}

type Folded = { readonly state: ReleaseState; readonly createdAt: string | null };
const noFacts: Folded = { state: initialState(), createdAt: null };

/** Facts are added in their order, as text; whether the projection is what they add up to. */
export type ProjectionFold = {
  readonly add: (content: string) => void;
  readonly holds: () => Promise<boolean>;
};

function foldRelease(db: Db, release: string): ProjectionFold {
  let folded: Folded | null = noFacts;
  return {
    add: (content) => {
      folded = fold(folded, content);
    },
    holds: async () => folded !== null && holdsRelease(db, release, folded),
  };
}

/** Null once the facts cannot be folded: something is missing, or is no fact. */
function fold(before: Folded | null, content: string): Folded | null {
  if (before === null) return null;
  try {
    const fact = JSON.parse(content) as ReleaseFact;
    return { state: applyFact(before.state, fact), createdAt: before.createdAt ?? fact.at };
  } catch {
    return null;
  }
}

async function holdsRelease(
  db: Db,
  release: string,
  { state, createdAt }: Folded,
): Promise<boolean> {
  const row = await db
    .selectFrom('release_projection')
    .selectAll()
    .where('release', '=', release)
    .executeTakeFirst();
  if (row === undefined || createdAt === null) return row === undefined && createdAt === null;
  const columns = columnsOf(state);
  const expected = {
    ...columns,
    release,
    state,
    teams: await teamsOf(db, release, state.planDigest),
    created_at: new Date(createdAt).toISOString(),
    updated_at: new Date(columns.updated_at).toISOString(),
  };
  const found = {
    ...row,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
  return canonicalJson(found) === canonicalJson(expected);
}
