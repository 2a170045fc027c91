import { ask, grant, yearEndFreeze } from '../support/ask-and-grant.ts';
import { deviationPolicy } from '../support/builders/deviation.ts';
import { aPlan, aStage } from '../support/builders/plan.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const lint = { gate: 'command', name: 'lint', command: ['lint'] } as const;
const gates = aStage('gates', { gates: [{ component: 'web', definition: lint }] });
const content = [aStage('build'), aStage('package'), aStage('promote')];
const rules = { deviations: deviationPolicy };

test('an override serves one passage: what failed meanwhile needs another one', async () => {
  stage.records.entries.push(yearEndFreeze);
  const item = { item: 'command', check: { name: 'lint', command: ['lint'] } } as const;
  const checklist = aStage('checklist', { items: [item, { item: 'window-open' }] });
  const stages = [...content, aStage('window'), checklist, aStage('deploy'), aStage('review')];
  stage.tools.exitCodes.set('lint', 1);
  const release = await stage.start(aPlan(stages, { name: 'once', ...rules }));
  const { waits } = await release.waitsFor('window');
  expect(waits[0]?.remedy).toContain('overridden by management');
  const first = await ask(release, 'production');
  expect(await grant(release, 'erin', first)).toMatchObject({ code: 'approval/not-in-group' });
  expect(await grant(release, 'mona', first)).toMatchObject({ outcome: 'accepted' });
  const failed = await release.waitsFor('failed-stage');
  const summary = failed.stages.find(({ id }) => id === checklist.id)?.failure?.message;
  expect(summary).toContain('lint');
  expect(summary).not.toContain('window-open');
  expect(failed.askedDeviations[0]?.spentAt).not.toBeNull();
  stage.tools.exitCodes.clear();
  await release.command('erin', 'retry');
  // It is closed for this release again, and the checklist says so.
  await release.until(({ stages: known }) =>
    known.some(({ failure }) => failure?.message.includes('window-open') === true),
  );
  expect(stage.tools.touched()).toEqual([]);
  const second = await ask(release, 'production');
  expect(await grant(release, 'mona', second)).toMatchObject({ outcome: 'accepted' });
  await release.command('erin', 'retry');
  const { obligations } = await release.waitsFor('obligation');
  expect(obligations.map(({ id }) => id)).toEqual(
    expect.arrayContaining([`follow-up/${first}`, `follow-up/${second}`]),
  );
  expect(release.eventsOf('deviation.used')).toMatchObject([
    { deviation: first, stage: 'production/window' },
    { deviation: second, stage: checklist.id },
  ]);
  await expect(release.review()).resolves.toBe('released');
});

test('an override that has ended opens nothing, and the release waits as before', async () => {
  stage.records.entries.push(yearEndFreeze);
  const stages = [...content, aStage('window'), aStage('deploy'), aStage('review')];
  const release = await stage.start(aPlan(stages, { name: 'late', ...rules }));
  await release.waitsFor('window');
  const asked = await ask(release, 'production');
  await release.pass(3 * 3_600_000);
  expect(await grant(release, 'mona', asked)).toMatchObject({ code: 'deviation/expired' });
  expect((await release.state()).waits).toMatchObject([{ kind: 'window' }]);
});

test('a waived judgement is not made again, and the release goes on by itself', async () => {
  stage.tools.exitCodes.set('lint', 1);
  const stages = [aStage('build'), gates, aStage('package'), aStage('promote'), aStage('deploy')];
  const plan = aPlan([...stages, aStage('review')], { name: 'waived', ...rules });
  const release = await stage.start(plan);
  const { gates: judged } = await release.waitsFor('failed-stage');
  const [last] = judged;
  const asked = await ask(release, null, {
    scope: {
      kind: 'gate',
      stage: 'gates',
      gate: 'lint',
      component: 'web',
      judgedAt: last?.judgedAt ?? '',
      evidence: last?.evidence?.digest ?? null,
    },
  });
  expect(await grant(release, 'cora', asked)).toMatchObject({ outcome: 'accepted' });
  const { obligations } = await release.waitsFor('obligation');
  expect(obligations.map(({ id }) => id)).toContain(`follow-up/${asked}`);
  expect(release.eventsOf('gate.judged')).toHaveLength(1);
  expect(release.eventsOf('deviation.used')).toMatchObject([{ stage: 'gates' }]);
  await expect(release.review()).resolves.toBe('released');
});
