import type { Receipt, Statement } from '../../domain/approval/statement.ts';
import type { DeviationRequest } from '../../domain/deviation/deviation.ts';
import { aRequest, deviationPolicy } from '../support/builders/deviation.ts';
import { aPlan, aStage } from '../support/builders/plan.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
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

/** `erin` asks; resolves with the id when the release has taken it. */
async function ask(
  release: ReleaseActor,
  environment: string | null,
  change: Partial<DeviationRequest> = {},
): Promise<string> {
  const now = new Date(await stage.environment.currentTimeMs()).toISOString();
  const head = release.head('erin', environment, release.scene.planDigest);
  const request: Statement = {
    ...head,
    kind: 'deviation-request',
    content: aRequest(now, change),
  };
  expect(await release.say(request)).toMatchObject({ outcome: 'accepted' });
  return request.id;
}

async function grant(release: ReleaseActor, by: string, deviation: string): Promise<Receipt> {
  const asked = (await release.state()).askedDeviations.find(({ id }) => id === deviation);
  return release.say({
    ...release.head(by, null, asked?.request ?? ''),
    kind: 'deviation-verdict',
    content: { deviation, verdict: 'grant' },
  });
}

test('an override serves one passage: what failed meanwhile needs another one', async () => {
  stage.records.entries.push({
    id: 'freeze',
    kind: 'freeze',
    title: 'Year end',
    environments: ['production'],
    start: '2020-01-01T00:00:00.000Z',
    end: null,
    owner: 'management',
  });
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
});

test('an override that has ended opens nothing, and the release waits as before', async () => {
  stage.records.entries.push({
    id: 'freeze',
    kind: 'freeze',
    title: 'Year end',
    environments: ['production'],
    start: '2020-01-01T00:00:00.000Z',
    end: null,
    owner: 'management',
  });
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
