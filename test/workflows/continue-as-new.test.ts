import { setTimeout as sleep } from 'node:timers/promises';
import { environmentWorkflowId } from '../../workflows/contract.ts';
import { ask, grant, yearEndFreeze } from '../support/ask-and-grant.ts';
import { deviationPolicy } from '../support/builders/deviation.ts';
import { aPlan, aStage } from '../support/builders/plan.ts';
import { planOf } from '../support/builders/revisable.ts';
import type { ReleaseStage } from '../support/release-stage.ts';
import { expectWhole, openShortRuns, type ShortRuns } from '../support/short-runs.ts';

let short: ShortRuns;
let stage: ReleaseStage;
beforeAll(async () => {
  // After so few events every stage boundary is one.
  short = await openShortRuns(30);
  stage = short.stage;
});
afterEach(() => stage.clear());
afterAll(() => short.close());

const content = [aStage('build'), aStage('package'), aStage('promote')];
const stages = [
  ...content,
  aStage('approval'),
  aStage('announce'),
  aStage('deploy'),
  aStage('uat'),
];

describe('a release whose plan was revised', () => {
  test('goes by its revised plan in a later run, and asks about that one', async () => {
    const scope = { name: 'revised-runs', versions: { web: '2.0.0' } };
    const release = await stage.start(planOf(scope).plan);
    await release.waitsFor('uat');
    const { plan, digest } = planOf({ ...scope, versions: { web: '2.0.1' } });
    await expect(release.revise('erin', plan)).resolves.toMatchObject({ outcome: 'accepted' });
    await release.until(({ requirements, waits }) =>
      waits.some(({ kind }) => kind === 'uat' && requirements[0]?.attempt === 2),
    );
    await short.untilNewRun(release);
    expect((await release.state()).planDigest).toBe(digest);
    await release.decide('una', 'staging/uat', 'approve');
    await release.waitsFor('approval');
    await release.decide('cora', 'production/cab', 'approve');
    await expect(release.review()).resolves.toBe('released');
    expect(stage.tools.effects.filter((effect) => effect.startsWith('apply '))).toEqual([
      'apply web 2.0.0',
      'apply web 2.0.1',
      'apply web 2.0.1',
    ]);
    await expectWhole(stage, release);
  });
});

describe('a release that goes on in new runs', () => {
  test('loses no state, no receipt and no signal that is on its way', async () => {
    const release = await stage.start(aPlan([...stages, aStage('review')], { name: 'runs' }));
    let sent = 0;
    const calm = new AbortController();
    const storm = (async () => {
      while (!calm.signal.aborted && sent < 90) {
        await release.handle.signal('decision', { jws: 'forged' });
        sent += 1;
      }
    })();
    await release.waitsFor('approval');
    const receipt = await release.decide('cora', 'production/cab', 'approve');
    await release.waitsFor('uat');
    await release.decide('una', 'production/uat', 'approve');
    await release.waitsFor('obligation');
    calm.abort();
    await storm;
    await release.until(({ refusals }) => refusals === sent);
    expect((await release.state()).receipts).toContainEqual(receipt);
    await expect(release.review()).resolves.toBe('released');
    await expectWhole(stage, release);
    expect(await short.runsOf(release.handle.workflowId)).toBeGreaterThan(2);
  });

  test('rolls back in a later run what an earlier one deployed', async () => {
    const release = await stage.start(aPlan(stages, { name: 'back' }));
    await release.waitsFor('approval');
    await release.decide('cora', 'production/cab', 'approve');
    await release.waitsFor('uat');
    expect(await short.runsOf(release.handle.workflowId)).toBeGreaterThan(1);
    await release.command('rita', 'rollback');
    await expect(release.handle.result()).resolves.toBe('rolled-back');
    expect(stage.tools.touched().at(-1)).toBe('undo web');
    await expectWhole(stage, release);
  });

  // A step that records locally may run again with other facts when its task is refused; see the
  // journal.
  test('loses no hand brake that is pulled while a run is about to end', async () => {
    const boundary = new Promise<void>((resolve) => {
      // Facts that end with a stage are delivered only where a run is about to end.
      stage.records.beforeAppend = async (batch) => {
        if (batch.at(-1)?.event.type !== 'stage.succeeded') return;
        resolve();
        await sleep(500);
      };
    });
    const told = [1, 2, 3, 4].map((n) => aStage('announce', { id: `production/announce-${n}` }));
    const plan = aPlan([...content, ...told, aStage('deploy')], { name: 'boundary' });
    const release = await stage.start(plan);
    await boundary;
    await release.handle.cancel();
    await expect(release.handle.result()).resolves.toBe('rolled-back');
    expect(stage.tools.touched()).toEqual([]);
    await expectWhole(stage, release);
  });
});

test('what a release was let off in one run lets it through in no later one', async () => {
  stage.records.entries.push(yearEndFreeze);
  stage.tools.exitCodes.set('lint', 1);
  const item = { item: 'command', check: { name: 'lint', command: ['lint'] } } as const;
  const checklist = aStage('checklist', { items: [item, { item: 'window-open' }] });
  const held = [...content, aStage('window'), checklist, aStage('deploy'), aStage('review')];
  const plan = aPlan(held, { name: 'let-off', deviations: deviationPolicy });
  const release = await stage.start(plan);
  await release.waitsFor('window');
  const asked = await ask(release, 'production');
  await grant(release, 'mona', asked);
  await release.waitsFor('failed-stage');
  await short.untilNewRun(release);
  for (const { jws } of stage.records.kept.values()) {
    await release.handle.signal('deviation-request', { jws });
    await release.handle.signal('deviation-verdict', { jws });
  }
  stage.tools.exitCodes.clear();
  await release.command('erin', 'retry');
  await release.until(({ stages: known }) =>
    known.some(({ failure }) => failure?.message.includes('window-open') === true),
  );
  expect(release.eventsOf('deviation.asked')).toHaveLength(1);
  expect(release.eventsOf('deviation.used')).toHaveLength(1);
  // It has touched nothing, and is reviewed all the same, because it was let off something.
  await release.command('erin', 'withdraw');
  await expect(release.review()).resolves.toBe('withdrawn');
  expect(release.eventsOf('obligation.met')).toContainEqual(
    expect.objectContaining({ obligation: `follow-up/${asked}` }),
  );
  expect(stage.tools.touched()).toEqual([]);
  await expectWhole(stage, release);
});

describe('an environment that goes on in new runs', () => {
  test('keeps its holder, its queue and its fencing number', async () => {
    const quick = [...content, aStage('deploy')];
    const names = ['one', 'two', 'three', 'four', 'five', 'six'];
    const releases = await Promise.all(names.map((name) => stage.start(aPlan(quick, { name }))));
    for (const release of releases) {
      await expect(release.handle.result()).resolves.toBe('released');
    }
    const grants = stage.records.leaseHistory.filter(({ release }) => release !== null);
    expect(grants.map(({ fence }) => fence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new Set(grants.map(({ release }) => release))).toEqual(new Set(names));
    expect(await short.runsOf(environmentWorkflowId('production'))).toBeGreaterThan(1);
  });
});
