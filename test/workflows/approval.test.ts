import type { RequirementPolicy } from '../../domain/plan/requirement-policy.ts';
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
const cab: RequirementPolicy = {
  id: 'production/cab',
  group: 'cab',
  count: 1,
  deadlineMs: 24 * hourMs,
  remindBeforeMs: [hourMs, 4 * hourMs],
};

/** A release that waits for its approvals, with `dana` as the author of its change. */
async function asked(name: string, ...requirements: RequirementPolicy[]): Promise<ReleaseActor> {
  const stages = [aStage('build'), aStage('package'), aStage('approval', { requirements })];
  const release = await stage.start(aPlan(stages, { name }));
  await release.until(({ waits }) => waits.length === requirements.length);
  return release;
}

describe('an approval that nobody gives in time', () => {
  test('is escalated to a second group, whose people decide from then on', async () => {
    const escalate = { to: 'management', beforeMs: 2 * hourMs };
    const release = await asked('escalated', { ...cab, remindBeforeMs: [], escalate });
    await expect(release.decide('mona', cab.id, 'approve')).resolves.toMatchObject({
      code: 'approval/not-in-group',
    });
    await release.pass(23 * hourMs);
    await release.recorded('requirement.escalated', 1);
    expect((await release.state()).requirements).toMatchObject([
      { outcome: 'pending', escalatedTo: 'management' },
    ]);
    await release.decide('mona', cab.id, 'approve');
    await expect(release.handle.result()).resolves.toBe('released');
    const told = stage.tools.messages.filter(({ key }) => key.includes('/escalate/'));
    expect(told.map(({ audience }) => audience)).toEqual([['management'], ['management']]);
  });

  test('expires after it was escalated to people who do not decide either', async () => {
    const escalate = { to: 'management', beforeMs: 2 * hourMs };
    const release = await asked('escalated-silent', { ...cab, remindBeforeMs: [], escalate });
    await release.pass(25 * hourMs);
    const { requirements } = await release.waitsFor('failed-stage');
    expect(requirements).toMatchObject([{ outcome: 'expired', escalatedTo: 'management' }]);
  });
});

describe('an approval', () => {
  test('is given by as many people as it asks for, and not by fewer', async () => {
    const release = await asked('two', { ...cab, count: 2 });
    await release.decide('cora', cab.id, 'approve');
    expect((await release.state()).waits).toHaveLength(1);
    await release.decide('cliff', cab.id, 'approve');
    await expect(release.handle.result()).resolves.toBe('released');
    expect(release.eventsOf('requirement.settled')).toMatchObject([{ outcome: 'approved' }]);
  });

  test('ends with one rejection, which asks to retry or withdraw', async () => {
    const management = { ...cab, id: 'production/management', group: 'management' };
    const release = await asked('rejected', { ...cab, count: 2 }, management);
    await release.decide('cora', cab.id, 'reject');
    const { waits, stages } = await release.waitsFor('failed-stage');
    expect(stages.at(-1)?.failure).toMatchObject({ code: 'approval/rejected' });
    expect(waits).toMatchObject([{ until: null, remedy: expect.stringContaining('withdraw') }]);
    // The other requirement ended with the stage: nobody is asked or reminded any more.
    await release.pass(48 * hourMs);
    expect(release.eventsOf('requirement.reminded')).toEqual([]);
    const settled = release.eventsOf('requirement.settled').map(({ outcome }) => outcome);
    expect(settled).toEqual(['rejected', 'withdrawn']);
    await release.command('rita', 'withdraw');
    await expect(release.handle.result()).resolves.toBe('withdrawn');
  });

  test('expires when nobody decides, however long it waits: time never gives it', async () => {
    const release = await asked('silent', cab);
    await release.pass(25 * hourMs);
    const { requirements } = await release.waitsFor('failed-stage');
    expect(requirements).toMatchObject([{ outcome: 'expired', decisions: [] }]);
    await release.pass(8_760 * hourMs);
    expect((await release.state()).phase).toBe('rolling-out');
    // Whoever comes too late is told so, and what would help.
    await expect(release.decide('cora', cab.id, 'approve')).resolves.toMatchObject({
      code: 'requirement/settled',
    });
  });

  test('reminds its group before the deadline, once for each reminder', async () => {
    const release = await asked('reminded', cab);
    await release.pass(19 * hourMs);
    expect(release.eventsOf('requirement.reminded')).toHaveLength(0);
    await release.pass(2 * hourMs);
    await release.recorded('requirement.reminded', 1);
    await release.pass(2 * hourMs + 60_000);
    await release.recorded('requirement.reminded', 2);
    const sent = stage.tools.messages.filter(({ key }) => key.includes('/remind/'));
    expect(sent.map(({ audience }) => audience)).toEqual([['cab'], ['cab'], ['cab'], ['cab']]);
    await release.decide('cora', cab.id, 'approve');
    await expect(release.handle.result()).resolves.toBe('released');
  });

  test('gets as much time again with every extension', async () => {
    const release = await asked('extended', cab);
    const until = async () => Date.parse((await release.state()).requirements[0]?.deadline ?? '');
    await release.pass(20 * hourMs);
    await release.command('rita', 'extend', cab.id);
    await release.pass(20 * hourMs);
    const before = await until();
    await release.command('rita', 'extend', cab.id);
    expect((await until()) - before).toBeGreaterThan(19 * hourMs);
    expect((await until()) - before).toBeLessThan(21 * hourMs);
  });
});

describe('a retried approval', () => {
  test('asks anew about another subject, and refuses a decision about the old one', async () => {
    const release = await asked('retried', { ...cab, count: 2 });
    const old = await release.decision('cliff', cab.id, 'approve');
    await release.decide('cora', cab.id, 'reject');
    await release.waitsFor('failed-stage');
    await release.command('rita', 'retry');
    await release.waitsFor('approval');
    await expect(release.say(old)).resolves.toMatchObject({ code: 'statement/other-subject' });
    await release.decide('cora', cab.id, 'approve');
    await release.decide('cliff', cab.id, 'approve');
    await expect(release.handle.result()).resolves.toBe('released');
  });
});

describe('a decision', () => {
  test.each([
    ['the person who asked for the release', 'rita', 'approval/requester'],
    ['the author of the change', 'dana', 'approval/author-of-the-change'],
    ['a person of another group', 'opal', 'approval/not-in-group'],
    ['a person nobody knows', 'nemo', 'approval/not-in-group'],
  ])('by %s is refused and counts for nothing', async (_, by, code) => {
    stage.records.groups.set('rita', ['release-managers', 'cab']);
    const release = await asked(`excludes-${by}`, cab);
    await expect(release.decide(by, cab.id, 'approve')).resolves.toMatchObject({ code });
    const { requirements } = await release.state();
    expect(requirements).toMatchObject([{ outcome: 'pending', decisions: [] }]);
    expect(release.eventsOf('statement.refused')).toMatchObject([{ code, signal: 'decision' }]);
  });

  test('counts once, however often the same person decides', async () => {
    const release = await asked('twice', { ...cab, count: 2 });
    await release.decide('cora', cab.id, 'approve');
    const again = await release.decide('cora', cab.id, 'approve');
    expect(again).toMatchObject({ code: 'approval/already-decided' });
    expect((await release.state()).waits).toMatchObject([{ kind: 'approval' }]);
  });

  test('counts for one requirement, whichever leaves room for the others', async () => {
    stage.records.groups.set('cora', ['cab', 'management']);
    const management = { ...cab, id: 'production/management', group: 'management' };
    const release = await asked('both', cab, management);
    await release.decide('cora', cab.id, 'approve');
    await release.decide('cora', management.id, 'approve');
    expect(release.eventsOf('requirement.settled')).toEqual([]);
    await release.decide('cliff', cab.id, 'approve');
    await expect(release.handle.result()).resolves.toBe('released');
    const settled = release.eventsOf('requirement.settled').map(({ outcome }) => outcome);
    expect(settled).toEqual(['approved', 'approved']);
  });

  test('that was made in time does not expire while others are waited for', async () => {
    const later = { ...cab, id: 'production/management', group: 'management' };
    const release = await asked('in-time', cab, { ...later, deadlineMs: 72 * hourMs });
    await release.decide('cora', cab.id, 'approve');
    await release.pass(48 * hourMs);
    expect((await release.state()).waits).toMatchObject([{ kind: 'approval' }, { id: later.id }]);
    expect(stage.tools.messages.filter(({ text }) => text.includes(cab.id))).toEqual([]);
    await release.decide('mona', later.id, 'approve');
    await expect(release.handle.result()).resolves.toBe('released');
  });

  test('that is sent twice has one receipt and one fact', async () => {
    const release = await asked('repeated', { ...cab, count: 2 });
    const statement = await release.decision('cora', cab.id, 'approve');
    const receipt = await release.say(statement);
    await expect(release.say(statement)).resolves.toEqual(receipt);
    // What comes later is looked at later: by then the repeated one has been, too.
    await release.decide('cliff', cab.id, 'approve');
    await release.handle.result();
    expect(release.eventsOf('statement.accepted')).toHaveLength(2);
    expect(release.eventsOf('statement.refused')).toEqual([]);
  });
});

test('a decision counts by the group as it is then, and not as people were asked', async () => {
  const release = await asked('regrouped', { ...cab, count: 2 });
  stage.records.groups.set('opal', ['cab']).set('cora', ['operations']);
  await expect(release.decide('cora', cab.id, 'approve')).resolves.toMatchObject({
    code: 'approval/not-in-group',
  });
  await release.decide('opal', cab.id, 'approve');
  await release.decide('cliff', cab.id, 'approve');
  await expect(release.handle.result()).resolves.toBe('released');
});
