import { sql } from 'kysely';
import { reaching } from '../connect.ts';
import type { Db } from '../database.ts';

export type Count = { readonly name: string; readonly count: number };

/** How many releases are in which state, and how many waits of which kind are open. */
export type ReleaseCounts = { readonly states: readonly Count[]; readonly waits: readonly Count[] };

/** Counts what the projection shows; only open releases are looked into. */
export async function countReleases(db: Db): Promise<ReleaseCounts> {
  const [states, waits] = await reaching(() =>
    Promise.all([countStates.execute(db), countWaits.execute(db)]),
  );
  return { states: states.rows, waits: waits.rows };
}

const countStates = sql<Count>`
  select display_state as name, count(*)::integer as count
  from release_projection group by display_state`;

const countWaits = sql<Count>`
  select wait ->> 'kind' as name, count(*)::integer as count
  from release_projection, json_array_elements(state -> 'waits') as wait
  where phase <> 'closed'
  group by wait ->> 'kind'`;
