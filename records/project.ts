import type { Transaction } from 'kysely';
import { applyFact } from '../domain/release/apply-fact.ts';
import { displayState } from '../domain/release/describe.ts';
import type { ReleaseFact } from '../domain/release/event.ts';
import { initialState, type ReleaseState } from '../domain/release/state.ts';
import type { Database, ProjectionTable } from './database.ts';

/** Folds new facts into the projection of a release; a release that has none gets one. */
export async function project(
  tx: Transaction<Database>,
  release: string,
  facts: readonly ReleaseFact[],
): Promise<void> {
  const row = await tx
    .selectFrom('release_projection')
    .select('state')
    .where('release', '=', release)
    .executeTakeFirst();
  const state = facts.reduce(applyFact, row?.state ?? initialState());
  const columns = columnsOf(state);
  const at = facts[0]?.at ?? new Date().toISOString();
  await tx
    .insertInto('release_projection')
    .values({ release, ...columns, teams: await teamsOf(tx, release), created_at: at })
    .onConflict((conflict) => conflict.column('release').doUpdateSet(columns))
    .execute();
}

/** What lists filter and sort by, and the whole state. */
export function columnsOf(state: ReleaseState) {
  return {
    state: JSON.stringify(state),
    last_seq: state.seq,
    phase: state.phase,
    display_state: displayState(state),
    title: state.title,
    services: [...state.services],
    environments: [...state.environments],
    updated_at: state.at ?? new Date().toISOString(),
  } satisfies Partial<Record<keyof ProjectionTable, unknown>>;
}

/** The groups that own what goes out, from the sealed plan. */
export async function teamsOf(tx: Transaction<Database>, release: string): Promise<string[]> {
  const row = await tx
    .selectFrom('plans')
    .select('plan')
    .where('release', '=', release)
    .executeTakeFirst();
  return [...new Set(row?.plan.components.map(({ service }) => service.owner) ?? [])].toSorted();
}
