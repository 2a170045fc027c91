import { type FaultStage, openFaultStage } from '../faults/fault-stage.ts';
import {
  environmentsFor,
  runRound,
  runUndisturbed,
  type Undisturbed,
  type Verdict,
} from '../faults/round.ts';
import { points } from '../faults/scene.ts';
import { query } from '../support/journey/ledger-rows.ts';

const seed = 11;
const opened: { stage?: FaultStage; undisturbed?: Undisturbed } = {};

beforeAll(async () => {
  opened.stage = await openFaultStage({ environments: environmentsFor(1), cluster: true });
  opened.undisturbed = await runUndisturbed(opened.stage);
}, 600_000);

afterAll(() => opened.stage?.close(), 60_000);

function stageOf(): { readonly stage: FaultStage; readonly undisturbed: Undisturbed } {
  const { stage, undisturbed } = opened;
  if (stage === undefined || undisturbed === undefined) throw new Error('There is no stage.');
  return { stage, undisturbed };
}

test('a cluster on PostgreSQL brings releases out, or back', async () => {
  const { stage, undisturbed } = stageOf();
  expect(Object.values(undisturbed).flatMap(({ problems }) => problems)).toEqual([]);
  expect(undisturbed.plain.effects).toHaveLength(2);
  expect(undisturbed.failing.effects).toHaveLength(4);
  const url = new URL(stage.grownUp.databaseUrl);
  url.pathname = '/temporal';
  const text = `select count(*)::int as runs from executions where workflow_id like 'release-%'`;
  const [row] = await query<{ runs: number }>(url.href, text);
  expect(row?.runs).toBeGreaterThan(2);
});

describe('when the service that keeps the histories is killed', () => {
  let verdicts: readonly Verdict[] = [];

  beforeAll(async () => {
    const { stage, undisturbed } = stageOf();
    verdicts = await runRound(stage, 'temporal', { seeds: [seed] }, undisturbed);
  }, 480_000);

  test.each(points)('%s, releases end as if nothing had happened', (point) => {
    const there = verdicts.filter(({ scene }) => scene.point === point);
    expect(there.map(({ differences }) => differences)).toEqual([[]]);
  });
});
