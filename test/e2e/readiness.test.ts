import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '../../domain/ledger/digest.ts';
import { type ReleasePlan, stageOf } from '../../domain/plan/plan.ts';
import { cliAt } from '../support/cli/at-journey.ts';
import {
  members,
  quietEnvironment,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
import { exportPack } from '../support/journey/evidence-pack.ts';
import { useJourney } from '../support/journey/journey.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { runningBelow } from '../support/journey/running.ts';

const checked = (item: object, parts: object = {}) => ({
  lab: quietEnvironment({ checklist: [item], ...parts }),
});
const covered = (minimum: number) =>
  shopPolicy(
    'covered',
    checked({ item: 'support-coverage', group: 'operations', minimum }, { window: true }),
  );

const relay = {
  id: 'relay',
  title: 'Switch the mail relay over',
  at: 'before-deployment',
  group: 'operations',
  instructions: '1. Turn the key.\n2. Read the lamp.',
  deadline: '1h',
  evidence: ['link'],
  confirm: { group: 'cab', deadline: '1h' },
  skippedBy: 'testers',
};

const shop = useJourney(({ apply, regroup, stateFolder }) => {
  const backup = {
    item: 'backup',
    takenAt: ['cat', join(stateFolder, 'backup')],
    maximumAge: '1h',
    restore: ['test', '-f', join(stateFolder, 'restorable')],
  };
  const policies = [
    shopPolicy('plain', { lab: quietEnvironment() }),
    shopPolicy('open', checked({ item: 'window-open' })),
    shopPolicy('backed-up', checked(backup)),
    shopPolicy('healthy', checked({ item: 'targets-healthy' })),
    shopPolicy('by-hand', { lab: quietEnvironment({ tasks: [relay] }) }),
  ];
  return apply(...policies).then(() => regroup(twoOnCall, covered(2)));
});

const twoOnCall = { ...members, operations: ['opal', 'mona'] };

const otherDigest = `sha256:${'0'.repeat(64)}`;

const { tidegate } = cliAt(shop);

const begin = (name: string, policy: string) =>
  shop.journey.begin(shopRelease({ name, policy, version: '1.0.0' }));

/** Why the checklist holds the release; nothing has been touched then. */
async function whatIsMissing(release: JourneyRelease): Promise<string> {
  const { reason } = await release.untilBlocked('lab/checklist/failed');
  expect((await release.view()).changes).toEqual([]);
  return reason;
}

test('deploys only in an open window and with enough people on call', async () => {
  const { person, regroup, stateFolder } = shop.journey;
  const rita = await person('rita');
  await rita.post('/v1/calendar/entries', {
    id: 'held',
    kind: 'freeze',
    title: 'Held',
    environments: ['lab'],
    start: '2025-01-01T00:00:00Z',
    owner: 'management',
  });
  expect(await whatIsMissing(await begin('closed', 'open'))).toMatch(/window-open.*Held/);
  const release = await begin('alone', 'covered');
  await release.untilBlocked('lab/window/window');
  // One of both leaves, and the rule is made to fit: this release was planned with the old one.
  await regroup(members, covered(1));
  await rita.delete('/v1/calendar/entries/held');
  expect(await whatIsMissing(release)).toMatch(/operations has 1 people; 2 are needed/);
  expect(runningBelow(stateFolder)).toEqual([]);
});

test('goes on at the failed item, and at no other step, when it is mended', async () => {
  const { stateFolder } = shop.journey;
  const release = await begin('backed-up', 'backed-up');
  const missing = async (attempt: number) => {
    const isFailed = (view: Awaited<ReturnType<typeof release.view>>) =>
      view.stages.some((stage) => stage.status === 'failed' && stage.attempt === attempt);
    await release.until(`has failed ${attempt} times`, isFailed);
    return release.untilBlocked('lab/checklist/failed');
  };
  const { reason, remedy } = await missing(1);
  expect(reason).toMatch(/Nobody says when the latest backup was taken/);
  expect(remedy).toMatch(/retry, withdraw/);
  writeFileSync(join(stateFolder, 'backup'), '2025-01-01T00:00:00Z\n');
  await release.command('opal', 'retry');
  expect((await missing(2)).reason).toMatch(
    /backup is of 2025-01-01T00:00:00Z; 3600 s is the most/,
  );
  writeFileSync(join(stateFolder, 'backup'), `${new Date().toISOString()}\n`);
  await release.command('opal', 'retry');
  expect((await missing(3)).reason).toMatch(/was not restored: exit code 1/);
  writeFileSync(join(stateFolder, 'restorable'), '');
  await release.command('opal', 'retry');
  const closed = await release.review();
  expect(closed.outcome).toBe('released');
  const again = closed.stages.filter(({ attempt }) => attempt > 1).map(({ id }) => id);
  expect(again).toEqual(['lab/checklist']);
  const judged = await release.facts('gate.judged');
  const kept = { digest: expect.stringMatching(/^sha256:/) };
  expect(judged.filter(({ gate }) => gate === 'backup')).toMatchObject([
    { verdict: 'inconclusive', evidence: kept },
    { verdict: 'fail', evidence: kept },
    { verdict: 'fail', evidence: kept },
    { verdict: 'pass', evidence: kept },
  ]);
});

test('asks the machine whether what serves users is alive', async () => {
  const release = await begin('plain', 'plain');
  await release.review();
  const [standing] = runningBelow(shop.journey.stateFolder);
  if (standing === undefined) throw new Error('Nothing of the shop runs.');
  process.kill(standing.pid, 'SIGKILL');
  const reason = await whatIsMissing(await begin('unwell', 'healthy'));
  expect(reason).toMatch(/No living instance of shop answers/);
});

test('waits for what people do by hand, and takes their word with its evidence', async () => {
  const { person, stateFolder } = shop.journey;
  const task = 'lab/task/relay';
  const release = await begin('handled', 'by-hand');
  expect(await release.untilBlocked(task)).toMatchObject({
    kind: 'task',
    reason: 'operations has to do by hand: Switch the mail relay over',
    clearedBy: ['operations'],
  });
  const opal = await person('opal');
  const mine = await opal.get<{ approvals: object[] }>('/v1/approvals?mine');
  expect(mine.body.approvals).toMatchObject([{ release: 'handled', requirement: { id: task } }]);
  const { plan } = (await opal.get<{ plan: ReleasePlan }>(release.at('/plan'))).body;
  expect(stageOf(plan, task)).toMatchObject({ task: { instructions: relay.instructions } });

  const say = (handle: string, body: object) => release.report(handle, 'lab', 'relay', body);
  const link = 'https://wiki.example/relay';
  const wrong: readonly [string, object, number, string][] = [
    ['nora', { outcome: 'done', link }, 403, 'task/not-owner'],
    ['opal', { outcome: 'done' }, 409, 'task/evidence-missing'],
    ['opal', { outcome: 'failed' }, 409, 'task/evidence-missing'],
    ['opal', { outcome: 'done', link, subjectDigest: otherDigest }, 409, 'statement/other-subject'],
  ];
  for (const [handle, body, status, code] of wrong) {
    const said = await say(handle, body);
    expect([said.status, said.body.code]).toEqual([status, code]);
  }
  const early = await release.command('una', 'skip-task', { target: task });
  expect([early.status, early.body.code]).toEqual([409, 'command/not-now']);
  await say('opal', { outcome: 'failed', comment: 'The key is stuck.' });
  const failed = await release.untilBlocked(`${task}/failed`);
  expect(failed.remedy).toContain('People of testers may leave it out');
  await release.command('opal', 'retry');
  await release.untilBlocked(task);
  const shown = join(stateFolder, 'lamp.txt');
  writeFileSync(shown, 'green');
  const typed = `task handled ${task} done --link ${link} --file ${shown} --as opal`;
  const { code, out, errors } = await tidegate(typed);
  expect([code, out]).toEqual([0, expect.stringContaining('accepted: Recorded: done.')]);
  expect(errors).toContain(relay.instructions);
  await release.untilBlocked(`${task}/confirmation`);
  expect(runningBelow(stateFolder).filter(({ cwd }) => cwd.includes('handled'))).toEqual([]);
  expect((await release.view()).changes).toEqual([]);
  await release.decide('cora', `${task}/confirmation`);
  const closed = await release.review();
  expect(closed.outcome).toBe('released');

  const audra = await person('audra');
  const pack = await exportPack(audra, 'handled', stateFolder);
  const page = pack.read('index.html');
  for (const given of [link, sha256Hex('green')]) expect(page).toContain(given);
});

test('leaves out what cannot be done by hand when somebody may, for the review', async () => {
  const target = 'lab/task/relay';
  const release = await begin('left-out', 'by-hand');
  await release.untilBlocked(target);
  await release.report('opal', 'lab', 'relay', { outcome: 'cannot', comment: 'No key.' });
  await release.untilBlocked(`${target}/failed`);
  const owner = await release.command('opal', 'skip-task', { target });
  expect([owner.status, owner.body.code]).toEqual([403, 'command/not-entitled']);
  expect((await release.command('una', 'skip-task', { target })).body.outcome).toBe('accepted');
  const { obligations } = await release.until('is reviewed', ({ phase }) => phase === 'reviewing');
  expect(obligations[0]?.mandatoryBecause).toEqual([`The task ${target} was left out.`]);
  expect((await release.review()).requirements[0]).toMatchObject({ outcome: 'skipped' });
});
