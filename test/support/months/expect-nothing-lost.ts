import type { ReleaseFact } from '../../../domain/release/event.ts';
import type { Records } from '../../../records/index.ts';
import { foldAll } from '../fakes/memory-records.ts';
import { brokenPositions, ledgerRows } from '../journey/ledger-rows.ts';
import type { ReleaseActor } from '../release-actor.ts';
import { runChain } from '../run-chain.ts';
import type { Sent } from './trickle.ts';

const eventsPerRun = 2_000;

/** Where the facts were recorded. */
type Kept = { readonly kept: Records; readonly url: string };

/** Everything that was sent has one answer: a receipt each, or a place in the count. */
export async function expectAnswered(
  release: ReleaseActor,
  { statements, junk }: Sent,
): Promise<void> {
  const answers = release.eventsOf('statement.refused');
  const ids = answers.flatMap(({ id }) => id ?? []);
  expect(ids.toSorted()).toEqual(statements.map(({ id }) => id).toSorted());
  const counted = release.eventsOf('refusals.counted').map(({ count }) => count);
  const unnamed = answers.filter(({ id }) => id === null).length;
  expect(counted.reduce((sum, count) => sum + count, unnamed)).toBe(junk);
}

/** `mayFail`: what workflow tasks may have failed for; each was done again by somebody else. */
export async function expectSmallRuns(
  release: ReleaseActor,
  mayFail: readonly string[] = [],
): Promise<void> {
  const { handle, environment } = release.scene;
  const runs = await runChain(environment.client, handle.workflowId);
  const events = runs.map((run) => run.events);
  process.stdout.write(`${release.scene.plan.name}: ${events.join(', ')} events\n`);
  expect(runs.length).toBeGreaterThan(1);
  expect(Math.max(...events)).toBeLessThan(eventsPerRun);
  const failed = runs.flatMap(({ failedTasks }) => failedTasks);
  expect(failed.filter((why) => !mayFail.includes(why))).toEqual([]);
  expect(runs.map(({ end }) => end)).toEqual([
    ...runs.slice(1).map(() => 'continued'),
    'completed',
  ]);
}

export async function expectSoundLedger(release: ReleaseActor, { kept, url }: Kept): Promise<void> {
  const { name } = release.scene.plan;
  const rows = await ledgerRows(url, name);
  expect(brokenPositions(rows)).toEqual([]);
  const recorded = rows.flatMap(({ sort, content: text }) =>
    sort === 'fact' ? [JSON.parse(text) as ReleaseFact] : [],
  );
  expect(recorded.map(({ event }) => event)).toEqual(release.events());
  expect(await kept.state(name)).toEqual(foldAll(recorded));
}
