import type { TaskPolicy } from '../../domain/task/task.ts';
import { aPlan, aStage } from '../support/builders/plan.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const hourMs = 3_600_000;
const id = 'production/task/switch';
const confirmation = `${id}/confirmation`;
const link = 'https://wiki.example/relay';
const commentDigest = `sha256:${'1'.repeat(64)}`;

/** A release that waits for `operations` to do something before it deploys. */
async function asked(
  name: string,
  change: Partial<TaskPolicy> = {},
  isConfirmed = true,
): Promise<ReleaseActor> {
  const { confirm, ...sample } = aStage('task').task;
  const confirmed = isConfirmed && confirm !== undefined ? { confirm } : {};
  const task = aStage('task', { task: { ...sample, ...confirmed, ...change } });
  const before = [aStage('build'), aStage('package'), aStage('promote')];
  const release = await stage.start(aPlan([...before, task, aStage('deploy')], { name }));
  await release.waitsFor('task');
  return release;
}

test('goes on when an owner has done it and somebody else has confirmed exactly that', async () => {
  const release = await asked('done');
  const [wait] = (await release.state()).waits;
  expect(wait).toMatchObject({ id, clearedBy: ['operations'], then: 'expires' });
  expect(wait?.reason).toBe('operations has to do by hand: Switch the mail relay over');
  expect(await release.report('una', id, 'done', { link })).toMatchObject({
    code: 'task/not-owner',
  });
  expect(await release.report('opal', id, 'done')).toMatchObject({ code: 'task/evidence-missing' });
  expect(await release.report('opal', id, 'done', { link })).toMatchObject({ outcome: 'accepted' });

  const { requirements } = await release.waitsFor('approval');
  const [task, confirming] = requirements;
  expect(task).toMatchObject({ outcome: 'approved', decisions: [{ report: { link } }] });
  const report = task?.decisions[0]?.digest;
  expect(confirming).toMatchObject({ group: 'cab', confirms: { requirement: id, report } });
  await release.decide('cora', confirmation, 'approve');
  await expect(release.handle.result()).resolves.toBe('released');
  expect(stage.tools.touched()).toContain('apply web 2.0.0');
});

test('is not completed by time: it reminds, escalates, fails, and is asked for again', async () => {
  const escalate = { to: 'management', beforeMs: hourMs / 2 };
  const release = await asked('late', { escalate }, false);
  await release.pass(hourMs + 1_000);
  const { stages } = await release.waitsFor('failed-stage');
  expect(stages.find((each) => each.id === id)?.failure?.code).toBe('task/expired');
  expect(release.eventsOf('requirement.reminded')).toHaveLength(1);
  expect(release.eventsOf('requirement.escalated')).toMatchObject([{ to: 'management' }]);
  expect(stage.tools.touched()).toEqual([]);
  await release.command('rita', 'retry');
  await release.waitsFor('task');
  await release.report('opal', id, 'done', { link });
  await expect(release.handle.result()).resolves.toBe('released');
});

test('is done again when those who confirm say no, and never confirmed by who did it', async () => {
  const confirm = { group: 'cab', deadlineMs: hourMs, remindBeforeMs: [] };
  const release = await asked('again', { group: 'cab', confirm });
  await release.report('cora', id, 'done', { link });
  await release.waitsFor('approval');
  expect(await release.decide('cora', confirmation, 'approve')).toMatchObject({
    code: 'task/own-report',
  });
  await release.decide('cliff', confirmation, 'reject');
  const { stages } = await release.waitsFor('failed-stage');
  expect(stages.find((each) => each.id === id)?.failure?.code).toBe('task/not-confirmed');
  await release.command('rita', 'retry');
  const { requirements } = await release.waitsFor('task');
  expect(requirements.find((each) => each.id === id)).toMatchObject({ attempt: 2, decisions: [] });
  await release.report('cora', id, 'done', { link });
  await release.until(({ waits }) => waits.some((wait) => wait.id === confirmation));
  await release.decide('cliff', confirmation, 'approve');
  await expect(release.handle.result()).resolves.toBe('released');
});

test('is left out only after it failed, by somebody who may, and is reviewed then', async () => {
  const release = await asked('left-out');
  expect(await release.command('mona', 'skip-task', id)).toMatchObject({ code: 'command/not-now' });
  expect(await release.report('opal', id, 'cannot')).toMatchObject({
    code: 'task/evidence-missing',
  });
  await release.report('opal', id, 'cannot', { commentDigest });
  const { waits } = await release.waitsFor('failed-stage');
  expect(waits[0]).toMatchObject({
    reason: `${id} failed: ${id} cannot be done, they say.`,
    clearedBy: expect.arrayContaining(['management']),
    remedy: expect.stringContaining(`skip-task with target ${id}`),
  });
  expect(await release.command('opal', 'skip-task', id)).toMatchObject({
    code: 'command/not-entitled',
  });
  expect(await release.command('mona', 'skip-task', id)).toMatchObject({ outcome: 'accepted' });
  await expect(release.handle.result()).resolves.toBe('released');
  expect((await release.state()).deviations).toEqual([`The task ${id} was left out.`]);
});
