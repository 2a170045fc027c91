import { sql, type Transaction } from 'kysely';
import type { PartProgress } from '../domain/progress/part.ts';
import type { ReleaseEvent } from '../domain/release/event.ts';
import { reaching } from './connect.ts';
import type { Database, Db } from './database.ts';

/** Whoever follows the progress of a release listens here; the payload is the release. */
export const progressChannel = 'tidegate_progress';

/** So many earlier steps of a part are kept. */
const trailLength = 20;

/**
 * Keeps how far a part has come, in place of what was kept before; a step that is over goes into
 * its trail. Of a closed release nothing is kept.
 */
export function keepProgress(db: Db, release: string, part: PartProgress): Promise<void> {
  return reaching(async () => {
    const { stage, component, environment, step, share, log } = part;
    await sql`with kept as (
      insert into progress
        (release, stage, component, target, environment, step, share, counters, log, ends_at)
      select ${release}, ${stage}, ${component}, ${part.target ?? ''}, ${environment}, ${step},
        ${share}::double precision, ${JSON.stringify(part.counters)}::jsonb, ${log},
        ${part.endsAt}::timestamptz
      where exists (
        select from release_projection where release = ${release} and phase <> 'closed'
      )
      on conflict (release, stage, component, target) do update set
        environment = excluded.environment,
        step = excluded.step,
        share = excluded.share,
        counters = excluded.counters,
        log = coalesce(excluded.log, progress.log),
        ends_at = excluded.ends_at,
        at = excluded.at,
        trail = case when progress.step = excluded.step then progress.trail else
          (case when jsonb_array_length(progress.trail) < ${trailLength} then progress.trail
            else progress.trail - 0 end)
          || jsonb_build_array(
            jsonb_build_object('step', progress.step, 'endedAt', to_jsonb(excluded.at))
          ) end
      returning release
    ) select pg_notify(${progressChannel}, release) from kept`.execute(db);
  });
}

/**
 * Forgets how far a stage had come when it begins or ends well, and everything when the release
 * closes.
 */
export async function pruneProgress(
  tx: Transaction<Database>,
  release: string,
  events: readonly ReleaseEvent[],
): Promise<void> {
  const isClosed = events.some(({ type }) => type === 'release.closed');
  const stages = events.flatMap((event) =>
    event.type === 'stage.started' || event.type === 'stage.succeeded' ? event.stage : [],
  );
  if (!isClosed && stages.length === 0) return;
  const all = tx.deleteFrom('progress').where('release', '=', release);
  await (isClosed ? all : all.where('stage', 'in', stages)).execute();
}
