import { contractingPlan, contractionTask } from '../support/builders/contraction.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const dayMs = 24 * 3_600_000;
const link = 'https://wiki.example/unused';
const contraction = 'apply tables 2.0.0';

/** A release of `web` that waits for the word that nobody needs what `tables` takes away. */
async function ready(name: string): Promise<ReleaseActor> {
  const release = await stage.start(contractingPlan(name));
  await release.waitsFor('task');
  return release;
}

const say = (release: ReleaseActor) => release.report('opal', contractionTask, 'done', { link });
const statuses = async (release: ReleaseActor) =>
  (await release.waitsFor('obligation')).changes.map(({ component, status }) => [
    component,
    status,
  ]);

test('runs when the version before is retired and people have said their word', async () => {
  const release = await ready('contracted');
  expect(stage.tools.touched()).toEqual(['apply web 2.0.0', 'traffic web 2.0.0=100']);
  await say(release);
  await release.waitsFor('obligation');
  expect(stage.tools.touched().slice(2, 4)).toEqual(['settle web', contraction]);
  const { stages } = await release.state();
  expect(stages.find(({ id }) => id === 'production/contract')?.summary).toBe(
    'Contracted 1 component in production.',
  );
});

test('leaves a way back for everything as long as it has not begun', async () => {
  const release = await ready('before');
  await release.command('rita', 'rollback');
  expect(await statuses(release)).toEqual([['web', 'undone']]);
  expect(stage.tools.touched()).not.toContain(contraction);
});

test('touches nothing while a tool reports old code, which still goes back', async () => {
  stage.tools.strangers.set('web', { digest: 'sha256:strange', version: '0.9.0' });
  const release = await ready('old-code');
  await say(release);
  const { waits } = await release.waitsFor('failed-stage');
  expect(waits[0]?.reason).toContain('0.9.0 of web runs in production');
  expect(stage.tools.touched()).not.toContain(contraction);
  stage.tools.strangers.clear();
  await release.command('rita', 'rollback');
  expect(await statuses(release)).toEqual([
    ['web', 'undone'],
    ['tables', 'undone'],
  ]);
});

test('that fails is never taken back by time, and nothing goes back behind it', async () => {
  stage.tools.failing.set(contraction, 1);
  const release = await ready('failed');
  await say(release);
  await release.waitsFor('failed-stage');
  await release.pass(30 * dayMs);
  expect((await release.state()).waits).toMatchObject([{ kind: 'failed-stage', until: null }]);
  const before = stage.tools.touched();
  await release.command('rita', 'rollback');
  expect(await statuses(release)).toEqual([
    ['web', 'kept'],
    ['tables', 'kept'],
  ]);
  expect(stage.tools.touched()).toEqual(before);
  expect((await release.state()).changes[0]?.keptBecause).toBe(
    'tables 2.0.0 took away what the version before needs: The notes are gone.',
  );
  expect(stage.tools.messages.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(/^Nothing was taken back/),
  );
});
