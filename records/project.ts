import type { Transaction } from 'kysely';
import type { LedgerAction } from '../activities/ports/records.ts';
import { boundFor } from '../domain/environment/bound-for.ts';
import { applyFact } from '../domain/release/apply-fact.ts';
import { displayState } from '../domain/release/describe.ts';
import type { ReleaseFact } from '../domain/release/event.ts';
import { initialState, type ReleaseState } from '../domain/release/state.ts';
import type { Database, Db, ProjectionTable } from './database.ts';
import { pruneProgress } from './progress.ts';
import { readEntries } from './read-entries.ts';
import { noteAction, noteStages } from './step-durations.ts';

/**
 * Folds facts that were just recorded into the projection of their release. A projection that does
 * not stand right before them, or is not there, is built anew.
 */
export async function project(
  tx: Transaction<Database>,
  release: string,
  facts: readonly ReleaseFact[],
): Promise<void> {
  const row = await tx
    .selectFrom('release_projection')
    .select(['state', 'last_seq'])
    .where('release', '=', release)
    .executeTakeFirst();
  const events = facts.map(({ event }) => event);
  await pruneProgress(tx, release, events);
  if (row === undefined || row.last_seq + 1 !== facts[0]?.seq) return projectAnew(tx, release);
  // What an older version projected knows less.
  const state = facts.reduce(applyFact, { ...initialState(), ...row.state });
  const update = (values: Partial<ReturnType<typeof columnsOf>> & { teams?: string[] }) =>
    tx.updateTable('release_projection').set(values).where('release', '=', release).execute();
  await update(columnsOf(state));
  if (events.some(({ type }) => type === 'plan.revised')) {
    await update({ teams: await teamsOf(tx, release, state.planDigest) });
  }
  await noteStages(tx, release, events, state);
}

/** Folds the projection of a release from all its recorded facts; without facts there is none. */
export async function projectAnew(tx: Transaction<Database>, release: string): Promise<void> {
  await tx.deleteFrom('release_projection').where('release', '=', release).execute();
  await tx.deleteFrom('step_durations').where('release', '=', release).execute();
  let state = initialState();
  let createdAt: string | null = null;
  for await (const { sort, content } of readEntries(tx, release)) {
    if (sort !== 'fact') {
      await noteAction(tx, release, JSON.parse(content) as LedgerAction);
      continue;
    }
    const fact = JSON.parse(content) as ReleaseFact;
    state = applyFact(state, fact);
    createdAt ??= fact.at;
    await noteStages(tx, release, [fact.event], state);
  }
  if (createdAt === null) return;
  const row = { release, ...columnsOf(state), created_at: createdAt };
  await tx
    .insertInto('release_projection')
    .values({ ...row, teams: await teamsOf(tx, release, state.planDigest) })
    .execute();
}

/** What lists filter and sort by, and the whole state. */
export function columnsOf(state: ReleaseState) {
  return {
    state: JSON.stringify(state),
    last_seq: state.seq,
    phase: state.phase,
    display_state: displayState(state),
    // PostgreSQL's text has no NUL; the state keeps it.
    title: state.title.replaceAll('\0', ''),
    services: [...state.services],
    environments: [...state.environments],
    updated_at: state.at ?? '',
    bound_for: boundFor(state)?.environment ?? null,
  } satisfies Partial<Record<keyof ProjectionTable, unknown>>;
}

/** The groups that own what goes out, from the plan of that digest. */
export async function teamsOf(
  db: Db,
  release: string,
  planDigest: string | null,
): Promise<string[]> {
  const first = await db
    .selectFrom('plans')
    .select(['plan', 'plan_digest'])
    .where('release', '=', release)
    .executeTakeFirst();
  const revised =
    planDigest === null || first?.plan_digest === planDigest
      ? undefined
      : await db
          .selectFrom('plan_revisions')
          .select('plan')
          .where('release', '=', release)
          .where('plan_digest', '=', planDigest)
          .executeTakeFirst();
  const components = (revised ?? first)?.plan.components ?? [];
  return [...new Set(components.map(({ service }) => service.owner))].toSorted();
}
