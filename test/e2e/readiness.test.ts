import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  members,
  quietEnvironment,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
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
  ];
  return apply(...policies).then(() => regroup(twoOnCall, covered(2)));
});

const twoOnCall = { ...members, operations: ['opal', 'mona'] };

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
