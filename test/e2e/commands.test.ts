import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Receipt } from '../../domain/approval/statement.ts';
import { answer, ask, order as requestOf } from '../support/journey/deviation.ts';
import {
  anApproval,
  quietEnvironment,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
import { useJourney } from '../support/journey/journey.ts';
import type { ProblemAnswer } from '../support/journey/person.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { componentNames } from '../support/journey/repository.ts';
import { runningBelow } from '../support/journey/running.ts';

const shop = useJourney(async ({ apply, repository, stateFolder }) => {
  repository.version('2.0.0', { wellOnce: join(stateFolder, 'well') });
  await apply(shopPolicy('plain', { lab: quietEnvironment() }));
});

async function begin(
  name: string,
  version: string,
  components: readonly string[] = ['shop'],
): Promise<JourneyRelease> {
  const order = { name, policy: 'plain', version, components };
  const release = await shop.journey.begin(shopRelease(order));
  await release.until('has begun', ({ seq }) => seq > 0);
  return release;
}

/** Versions that run where the path says. */
const runningAs = (path: string) =>
  runningBelow(shop.journey.stateFolder)
    .filter(({ cwd }) => cwd.includes(path))
    .map(({ version }) => version);

test('withdraws a paused release that has touched nothing, for good', async () => {
  const release = await begin('withdrawn', '1.0.0');
  const { body } = await release.command('rita', 'pause');
  expect(body.outcome).toBe('accepted');
  const again = await release.command('rita', 'pause');
  expect([again.status, again.body.code]).toEqual([409, 'command/not-now']);
  expect((await release.untilBlocked('paused')).remedy).toBe('Send the command resume.');
  await release.command('rita', 'withdraw');
  const ended = await release.until('is withdrawn', ({ phase }) => phase !== 'rolling-out');
  expect(ended.rollback?.thenOutcome).toBe('withdrawn');
  expect(ended.changes).toEqual([]);
  expect(runningAs('')).toEqual([]);
  const late = await release.command('rita', 'resume');
  expect([late.status, late.body.code]).toEqual([409, expect.stringMatching(/not-now|closed/)]);
});

test('deploys nothing while it is paused, and goes on when it is resumed', async () => {
  const release = await begin('paused', '1.0.0');
  await release.command('rita', 'pause');
  // The step that was under way ends; nothing follows it.
  const { seq } = await release.until('has built', ({ stages }) => stages[0]?.endedAt !== null);
  await sleep(1_500);
  expect((await release.view()).seq).toBe(seq);
  expect(runningAs('')).toEqual([]);
  await release.command('rita', 'resume');
  expect((await release.review()).outcome).toBe('released');
  expect(runningAs('')).toEqual(['1.0.0']);
});

test('stops before the next wave when one is unwell, and goes on there when told to', async () => {
  const { stateFolder } = shop.journey;
  const release = await begin('halted', '2.0.0', componentNames);
  const failed = await release.untilBlocked('lab/deploy/failed');
  expect(failed).toMatchObject({ kind: 'failed-stage', then: 'rolls back' });
  expect(failed.clearedBy).toContain('operations');
  expect((await release.view()).state).toBe('needs-decision');
  // The shop comes after prices, and still is what it was.
  expect(runningAs('/shop/')).toEqual(['1.0.0']);
  writeFileSync(join(stateFolder, 'well'), '');
  expect((await release.command('opal', 'retry')).body.outcome).toBe('accepted');
  const closed = await release.review();
  expect(closed.outcome).toBe('released');
  const attempts = Object.fromEntries(closed.stages.map(({ id, attempt }) => [id, attempt]));
  expect(attempts).toMatchObject({ build: 1, package: 1, 'lab/deploy': 2 });
  expect([...runningAs('/prices/'), ...runningAs('/shop/')]).toEqual(['2.0.0', '2.0.0']);
  // What had worked at the first attempt was not done twice.
  expect(readFileSync(join(stateFolder, 'tool', 'lab', 'effects.log'), 'utf8')).toBe('up 2.0.0\n');
});

/** From its instant on the scope is frozen; management lets it be revised. */
const freezing = shopPolicy(
  'freezing',
  { lab: quietEnvironment({ approvals: [anApproval('cab')] }) },
  {},
  { deviations: { revision: { grantedBy: 'management', longest: '4h' } } },
);

test('after the freeze a revision needs somebody else, on the record', async () => {
  const { apply, person } = shop.journey;
  await apply(freezing);
  const schedule = {
    scopeFreeze: '2026-01-01T00:00:00Z',
    milestones: [{ name: 'tested', at: '2026-01-02T00:00:00Z', stage: 'lab/approval' }],
  };
  const spec = (version: string) =>
    shopRelease({ name: 'frozen', policy: 'freezing', version }, { schedule });
  const release = await shop.journey.begin(spec('1.0.0'));
  await release.untilBlocked('lab/cab');
  const erin = await person('erin');
  const revised = spec('2.0.0');
  const { digest: planDigest } = (await erin.post<{ digest: string }>('/v1/plans', revised)).body;
  const revise = () =>
    erin.post<Receipt & ProblemAnswer>(release.at('/revisions'), {
      spec: revised,
      planDigest,
      reason: 'SHOP-7.',
    });
  const early = await revise();
  expect([early.status, early.body.code]).toEqual([409, 'revision/frozen']);
  expect(early.body.detail).toContain('management');
  const asked = await ask(release, erin, requestOf({ kind: 'revision', to: planDigest }));
  const { clearedBy, remedy } = await release.untilBlocked('lab/cab');
  expect([clearedBy.includes('management'), remedy.includes(asked.id)]).toEqual([false, true]);
  await answer(release, await person('mona'), asked);
  expect((await revise()).body.outcome).toBe('accepted');
  const { deviations, milestones } = await release.until(
    'goes by its second plan',
    ({ revision }) => revision === 2,
  );
  expect(deviations).toMatchObject([{ id: asked.id, standing: 'spent', used: {} }]);
  expect(milestones).toMatchObject([{ name: 'tested', standing: 'late' }]);
  await release.command('rita', 'withdraw');
});
