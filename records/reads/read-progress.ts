import { sql } from 'kysely';
import type { KeptPart } from '../../domain/progress/part.ts';
import { type EarlierRun, stagesUnderWay } from '../../domain/progress/progress.ts';
import { componentStep, stageStep } from '../../domain/progress/step-duration.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import { reaching } from '../connect.ts';
import type { Db } from '../database.ts';

/** So many of the latest earlier runs say what is usual. */
const earlierRunsLimit = 30;

export type RecordedProgress = {
  readonly parts: readonly KeptPart[];
  readonly earlier: readonly EarlierRun[];
};

/** What was last said about the stages under way, and how long they took in earlier releases. */
export function readProgress(
  db: Db,
  release: string,
  state: ReleaseState,
): Promise<RecordedProgress> {
  return reaching(async () => ({
    parts: await readParts(db, release),
    earlier: await readEarlier(db, release, state),
  }));
}

async function readParts(db: Db, release: string): Promise<readonly KeptPart[]> {
  const rows = await db
    .selectFrom('progress')
    .selectAll()
    .where('release', '=', release)
    .orderBy('stage')
    .orderBy('component')
    .orderBy('target')
    .execute();
  return rows.map((row) => ({
    stage: row.stage,
    environment: row.environment,
    component: row.component,
    target: row.target === '' ? null : row.target,
    step: row.step,
    share: row.share,
    counters: row.counters,
    log: row.log,
    endsAt: row.ends_at?.toISOString() ?? null,
    begunAt: row.begun_at.toISOString(),
    at: row.at.toISOString(),
    trail: row.trail.map(({ step, endedAt }) => ({
      step,
      endedAt: new Date(endedAt).toISOString(),
    })),
  }));
}

async function readEarlier(
  db: Db,
  release: string,
  state: ReleaseState,
): Promise<readonly EarlierRun[]> {
  const wanted = stagesUnderWay(state).flatMap(({ kind, environment }) => {
    const ofComponent = componentStep(kind);
    const steps = ofComponent === null ? [stageStep(kind)] : [stageStep(kind), ofComponent];
    return steps.map((step) => ({ step, environment: environment ?? '' }));
  });
  if (wanted.length === 0 || state.services.length === 0) return [];
  const { rows } = await sql<{
    component: string;
    environment: string;
    step: string;
    took_ms: number;
  }>`
    select asked.component, asked.environment, asked.step, run.took_ms
    from (
      select component, environment, step
      from unnest(${[...state.services]}::text[]) as component
      cross join unnest(
        ${wanted.map(({ environment }) => environment)}::text[],
        ${wanted.map(({ step }) => step)}::text[]
      ) as step_of (environment, step)
    ) as asked
    cross join lateral (
      select took_ms from step_durations as known
      where known.component = asked.component and known.environment = asked.environment
        and known.step = asked.step and known.release <> ${release}
      order by known.ended_at desc limit ${earlierRunsLimit}
    ) as run`.execute(db);
  return rows.map(({ component, environment, step, took_ms: tookMs }) => ({
    component,
    environment: environment === '' ? null : environment,
    step,
    tookMs,
  }));
}
