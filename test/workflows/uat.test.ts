import type { Receipt, UatDefectContent } from '../../domain/approval/statement.ts';
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

const high = { defect: 'DEF-1', severity: 'high', state: 'open' } as const;

const thresholds = (atExpiry: 'extend' | 'fail' | 'escalate'): Partial<UatPolicy> => ({
  defects: { critical: 0, high: 0 },
  unresolved: { atExpiry, escalateTo: 'cab', deadlineMs: 2 * hourMs },
});

/** What `una` says of a defect. */
async function report(
  release: ReleaseActor,
  said: Omit<UatDefectContent, 'requirement'>,
): Promise<Receipt> {
  const { requirements } = await release.state();
  const subject = requirements.find((known) => known.id === id)?.subjectDigest ?? '';
  return release.say({
    ...release.head('una', 'production', subject),
    kind: 'uat-defect',
    content: { requirement: id, ...said },
  });
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

  test('takes defects down without ending, and in older plans none of them counts', async () => {
    const release = await tried('defect');
    const receipt = await report(release, high);
    expect(receipt).toMatchObject({ outcome: 'accepted' });
    const [fact] = release.eventsOf('statement.accepted');
    expect(fact).toMatchObject({
      kind: 'uat-defect',
      says: 'high defect DEF-1 is open',
      about: id,
    });
    expect((await release.state()).waits).toMatchObject([{ kind: 'uat' }]);
    await release.decide('una', id, 'approve');
    await expect(release.handle.result()).resolves.toBe('released');
  });
});

describe('a cycle that ends with a defect that blocks', () => {
  test('is put to the board, whose leave is no sign-off, and lets in no other defect', async () => {
    const release = await tried('board', thresholds('escalate'));
    await report(release, high);
    expect(await release.decide('una', id, 'approve')).toMatchObject({ code: 'uat/defects-open' });
    await release.pass(1.1 * hourMs);
    const { waits } = await release.waitsFor('approval');
    expect(waits).toMatchObject([{ id: `${id}/defects`, clearedBy: ['cab'], then: 'expires' }]);
    await report(release, { ...high, defect: 'DEF-2' });
    await release.decide('cora', `${id}/defects`, 'approve');
    await release.waitsFor('uat');
    const refused = await release.decide('una', id, 'approve');
    expect(refused.reason).toContain('(DEF-2)');
    await report(release, { ...high, defect: 'DEF-2', state: 'resolved' });
    await release.decide('una', id, 'approve');
    await expect(release.handle.result()).resolves.toBe('released');
    expect(release.eventsOf('requirement.settled')).toMatchObject([
      { requirement: `${id}/defects`, outcome: 'approved' },
      { requirement: id, outcome: 'approved' },
    ]);
  });

  test('fails when the board says no or nothing, and the next cycle finds it open', async () => {
    const release = await tried('refused', thresholds('escalate'));
    await report(release, high);
    await release.pass(1.1 * hourMs);
    await release.waitsFor('approval');
    await release.decide('cora', `${id}/defects`, 'reject');
    const failed = await release.waitsFor('failed-stage');
    expect(failed.stages.at(-1)?.failure?.message).toContain('DEF-1');
    await release.command('rita', 'retry');
    await release.waitsFor('uat');
    expect(await release.decide('una', id, 'approve')).toMatchObject({ code: 'uat/defects-open' });
    await release.pass(1.1 * hourMs);
    await release.waitsFor('approval');
    await release.pass(2.1 * hourMs);
    const { requirements } = await release.waitsFor('failed-stage');
    expect(requirements).toMatchObject([{ outcome: 'expired' }, { outcome: 'expired' }]);
  });

  test('asks the board no more when the defect is resolved, and tests on', async () => {
    const release = await tried('moot', thresholds('escalate'));
    await report(release, high);
    await release.pass(1.1 * hourMs);
    await release.waitsFor('approval');
    await report(release, { ...high, state: 'resolved' });
    const { requirements, waits } = await release.waitsFor('uat');
    expect(requirements).toMatchObject([{ outcome: 'pending' }, { outcome: 'withdrawn' }]);
    expect(Date.parse(waits[0]?.until ?? '')).toBeGreaterThan(
      Date.parse(requirements[1]?.openedAt ?? ''),
    );
  });

  test('fails or gets another cycle where the policy says so', async () => {
    const failing = await tried('failing', thresholds('fail'));
    await report(failing, high);
    await failing.pass(1.1 * hourMs);
    const { stages } = await failing.waitsFor('failed-stage');
    expect(stages.at(-1)?.failure).toMatchObject({ code: 'uat/expired' });
    const extended = await tried('again', thresholds('extend'));
    await report(extended, high);
    await extended.pass(1.1 * hourMs);
    await extended.recorded('requirement.extended');
    const { requirements } = await extended.waitsFor('uat');
    expect(requirements).toMatchObject([{ id, outcome: 'pending' }]);
    expect(stage.tools.messages.at(-1)).toMatchObject({ audience: ['cab'] });
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
