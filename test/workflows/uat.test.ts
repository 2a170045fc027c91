import type { UatPolicy } from '../../domain/plan/policy.ts';
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
const id = 'production/uat';

/** A release that its testers try out, for one hour. */
async function tried(name: string, change: Partial<UatPolicy> = {}): Promise<ReleaseActor> {
  const uat = aStage('uat', { uat: { ...aStage('uat').uat, ...change } });
  const release = await stage.start(aPlan([aStage('build'), aStage('package'), uat], { name }));
  await release.waitsFor('uat');
  return release;
}

describe('an acceptance test', () => {
  test('passes when its testers accept', async () => {
    const release = await tried('accepted');
    await release.decide('una', id, 'approve');
    await expect(release.handle.result()).resolves.toBe('released');
    expect(release.eventsOf('requirement.settled')).toMatchObject([{ outcome: 'approved' }]);
  });

  test('fails when a tester rejects, and another cycle can be had', async () => {
    const release = await tried('rejected');
    await release.decide('una', id, 'reject');
    const { stages } = await release.waitsFor('failed-stage');
    expect(stages.at(-1)?.failure?.code).toBe('uat/rejected');
    await release.command('rita', 'retry');
    await release.waitsFor('uat');
    await release.decide('una', id, 'approve');
    await expect(release.handle.result()).resolves.toBe('released');
  });

  test('refuses the verdict of somebody who is no tester', async () => {
    const release = await tried('stranger');
    const receipt = await release.decide('cora', id, 'approve');
    expect(receipt).toMatchObject({ code: 'approval/not-in-group' });
  });

  test('takes defects down without ending', async () => {
    const release = await tried('defect');
    const { requirements } = await release.state();
    const receipt = await release.say({
      ...release.head('una', 'production', requirements[0]?.subjectDigest ?? ''),
      kind: 'uat-defect',
      content: { requirement: id, defect: 'DEF-1', severity: 'high', state: 'open' },
    });
    expect(receipt).toMatchObject({ outcome: 'accepted' });
    const [fact] = release.eventsOf('statement.accepted');
    expect(fact).toMatchObject({
      kind: 'uat-defect',
      says: 'high defect DEF-1 is open',
      about: id,
    });
    expect((await release.state()).waits).toMatchObject([{ kind: 'uat' }]);
  });
});

describe('an acceptance test that expires', () => {
  test('is escalated and asks those above, and is never passed by time', async () => {
    const release = await tried('escalated');
    await release.pass(1.1 * hourMs);
    const { waits } = await release.waitsFor('decision');
    expect(waits).toMatchObject([{ clearedBy: ['management'], until: null }]);
    const told = stage.tools.messages.filter(({ audience }) => audience.includes('management'));
    expect(told).toHaveLength(2);
    await release.pass(1_000 * hourMs);
    expect((await release.state()).requirements).toMatchObject([{ outcome: 'pending' }]);
  });

  test('gets another cycle when it is extended, which may expire again', async () => {
    const release = await tried('extended');
    await release.pass(1.1 * hourMs);
    await release.waitsFor('decision');
    await release.command('mona', 'extend', id);
    await release.waitsFor('uat');
    await release.pass(1.1 * hourMs);
    await release.waitsFor('decision');
    await release.command('mona', 'extend', id);
    await release.waitsFor('uat');
    await release.decide('una', id, 'approve');
    await expect(release.handle.result()).resolves.toBe('released');
  });

  test('still takes a late verdict while those above think about it', async () => {
    const release = await tried('late');
    await release.pass(1.1 * hourMs);
    await release.waitsFor('decision');
    await release.decide('una', id, 'approve');
    await expect(release.handle.result()).resolves.toBe('released');
  });

  test('fails the stage where the policy says so', async () => {
    const release = await tried('fails', { atExpiry: 'fail' });
    await release.pass(1.1 * hourMs);
    const { stages, requirements } = await release.waitsFor('failed-stage');
    expect(stages.at(-1)?.failure?.code).toBe('uat/expired');
    expect(requirements).toMatchObject([{ outcome: 'expired' }]);
  });
});
