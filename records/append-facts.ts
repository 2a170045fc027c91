import type { Transaction } from 'kysely';
import { StepFailure } from '../activities/ports/failures.ts';
import type { LedgerAction } from '../activities/ports/records.ts';
import { contentHashOf } from '../domain/ledger/chain.ts';
import type { ReleaseFact } from '../domain/release/event.ts';
import { appendEntries, type Head, lockHead, refuseNonJson } from './append-entries.ts';
import { reaching } from './connect.ts';
import type { Database, Db } from './database.ts';
import { project } from './project.ts';

/**
 * Appends facts and brings the projection along, in one transaction. What was delivered before
 * changes nothing; the same number with other content is a fork, and a gap means that something is
 * missing: both are refused.
 */
export async function appendFacts(
  db: Db,
  release: string,
  facts: readonly ReleaseFact[],
): Promise<void> {
  if (facts.length === 0) return;
  refuseNonJson(release, facts);
  await reaching(() =>
    db.transaction().execute(async (tx) => {
      await appendFresh(tx, release, await lockHead(tx, release), facts, project);
    }),
  );
}

/**
 * Appends facts, and behind them an action, in one transaction. Facts are refused as `appendFacts`
 * refuses them.
 */
export async function appendStep(
  db: Db,
  release: string,
  facts: readonly ReleaseFact[],
  action: LedgerAction,
): Promise<void> {
  refuseNonJson(release, [...facts, action]);
  await reaching(() =>
    db.transaction().execute(async (tx) => {
      const locked = await lockHead(tx, release);
      const head = await appendFresh(tx, release, locked, facts, project);
      await appendEntries(tx, release, head, [{ sort: 'action', content: action, seq: null }]);
    }),
  );
}

/** Brings along what is read instead of facts, which follow each other without a gap. */
type Project<Fact> = (
  tx: Transaction<Database>,
  chain: string,
  facts: readonly Fact[],
) => Promise<void>;

/** Returns the head behind the facts that were new. */
export async function appendFresh<Fact extends Pick<ReleaseFact, 'seq'>>(
  tx: Transaction<Database>,
  release: string,
  head: Head,
  facts: readonly Fact[],
  projectFresh: Project<Fact>,
): Promise<Head> {
  await refuseFork(
    tx,
    release,
    facts.filter(({ seq }) => seq <= head.lastSeq),
  );
  const fresh = facts.filter(({ seq }) => seq > head.lastSeq);
  if (fresh.length === 0) return head;
  refuseGap(release, head.lastSeq, fresh);
  const entries = fresh.map((fact) => ({ sort: 'fact', content: fact, seq: fact.seq }) as const);
  const next = await appendEntries(tx, release, head, entries);
  await projectFresh(tx, release, fresh);
  return next;
}

function refuseGap(
  release: string,
  lastSeq: number,
  facts: readonly Pick<ReleaseFact, 'seq'>[],
): void {
  for (const [index, { seq }] of facts.entries()) {
    if (seq === lastSeq + 1 + index) continue;
    throw new StepFailure(
      'needs-person',
      'ledger/gap',
      `Fact ${seq} of ${release} does not follow fact ${lastSeq + index}.`,
      'Something has removed facts. Compare the ledger with the workflow’s history before you ' +
        'go on.',
    );
  }
}

/** Facts that are there already must say what they said. */
async function refuseFork(
  tx: Transaction<Database>,
  release: string,
  repeated: readonly Pick<ReleaseFact, 'seq'>[],
): Promise<void> {
  if (repeated.length === 0) return;
  const known = await tx
    .selectFrom('ledger')
    .select(['seq', 'content_hash'])
    .where('release', '=', release)
    .where('sort', '=', 'fact')
    .where(
      'seq',
      'in',
      repeated.map(({ seq }) => seq),
    )
    .execute();
  const hashes = new Map(known.map((row) => [row.seq, row.content_hash]));
  const forked = repeated.find((fact) => hashes.get(fact.seq) !== contentHashOf('fact', fact));
  if (forked === undefined) return;
  throw new StepFailure(
    'needs-person',
    'ledger/fork',
    `Fact ${forked.seq} of ${release} was recorded with other content.`,
    'The workflow was probably reset. Compare its history with the ledger, and decide which ' +
      'one is true.',
  );
}
