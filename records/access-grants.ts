import type { Transaction } from 'kysely';
import { accessChain, accessOfChain } from '../domain/access/access.ts';
import { applyAccessFact } from '../domain/access/apply-fact.ts';
import type { AccessFact } from '../domain/access/event.ts';
import type { AccessState } from '../domain/access/state.ts';
import { canonicalJson } from '../domain/ledger/canonical-json.ts';
import { lockHead, refuseNonJson } from './append-entries.ts';
import { appendFresh } from './append-facts.ts';
import { bindTo } from './bind-to.ts';
import { reaching } from './connect.ts';
import type { Database, Db } from './database.ts';
import { readEntries } from './read-entries.ts';

const mostListed = 1_000;

/** What the ledger holds of each access, and what its facts add up to. */
export function createAccessRecords(db: Db) {
  const bind = bindTo(db);
  return {
    appendAccessFacts: bind(appendAccessFacts),
    accessState: bind(readAccessState),
    listAccess: bind(listAccess),
    unsettledAccess: bind(unsettledAccess),
  };
}

/** Appends facts of an access as `appendFacts` does those of a release. */
async function appendAccessFacts(
  db: Db,
  access: string,
  facts: readonly AccessFact[],
): Promise<void> {
  const chain = accessChain(access);
  refuseNonJson(chain, facts);
  await reaching(() =>
    db.transaction().execute(async (tx) => {
      await appendFresh(tx, chain, await lockHead(tx, chain), facts, project);
    }),
  );
}

/** The state that the recorded facts add up to, or null for an unknown access. */
function readAccessState(db: Db, access: string): Promise<AccessState | null> {
  return reaching(async () => {
    const row = await db
      .selectFrom('access_grants')
      .select('state')
      .where('chain', '=', accessChain(access))
      .executeTakeFirst();
    return row?.state ?? null;
  });
}

/** The latest first, of a person or of an environment where one is named. */
function listAccess(
  db: Db,
  filter: { readonly askedBy: string | null; readonly environment: string | null },
): Promise<readonly AccessState[]> {
  const { askedBy, environment } = filter;
  return reaching(async () => {
    const rows = await db
      .selectFrom('access_grants')
      .select('state')
      .$if(askedBy !== null, (query) => query.where('asked_by', '=', askedBy ?? ''))
      .$if(environment !== null, (query) => query.where('environment', '=', environment ?? ''))
      .orderBy('created_at', 'desc')
      .orderBy('chain')
      .limit(mostListed)
      .execute();
    return rows.map(({ state }) => state);
  });
}

/** Everything to which something can still happen. */
function unsettledAccess(db: Db): Promise<readonly AccessState[]> {
  return reaching(async () => {
    const rows = await db
      .selectFrom('access_grants')
      .select('state')
      .where('phase', 'in', ['asked', 'granted', 'standing', 'ending'])
      .orderBy('chain')
      .execute();
    return rows.map(({ state }) => state);
  });
}

/** Folds all facts anew: an access has few. */
async function project(tx: Transaction<Database>, chain: string): Promise<void> {
  const fold = foldFacts(chain);
  for await (const { sort, content } of readEntries(tx, chain)) {
    if (sort === 'fact') fold.add(content);
  }
  const columns = fold.columns();
  if (columns === null) return;
  await tx
    .insertInto('access_grants')
    .values(columns)
    .onConflict((conflict) => conflict.column('chain').doUpdateSet(columns))
    .execute();
}

function foldFacts(chain: string) {
  let state: AccessState | null = null;
  return {
    add(content: string) {
      const fact = JSON.parse(content) as AccessFact;
      state = applyAccessFact(accessOfChain(chain) ?? '', state, fact);
    },
    columns: () => (state === null ? null : columnsOf(chain, state)),
  };
}

function columnsOf(chain: string, state: AccessState) {
  return {
    chain,
    environment: state.request.environment,
    asked_by: state.asked.by,
    phase: state.phase,
    state: JSON.stringify(state),
    last_seq: state.seq,
    created_at: state.asked.at,
  };
}

/** For an audit: whether what is read equals a fresh fold of the facts that are added. */
export function foldAccess(db: Db, chain: string) {
  const fold = foldFacts(chain);
  let isFoldable = true;
  return {
    add(content: string): void {
      try {
        fold.add(content);
      } catch {
        isFoldable = false;
      }
    },
    async holds(): Promise<boolean> {
      const columns = fold.columns();
      const row = await db
        .selectFrom('access_grants')
        .selectAll()
        .where('chain', '=', chain)
        .executeTakeFirst();
      if (row === undefined || columns === null) return row === undefined && columns === null;
      const expected = { ...columns, state: JSON.parse(columns.state) as unknown };
      const found = { ...row, created_at: row.created_at.toISOString() };
      return isFoldable && canonicalJson(found) === canonicalJson(expected);
    },
  };
}
