import {
  answer as answerTo,
  ask as askFor,
  order as deviationOrder,
} from '../support/journey/deviation.ts';
import {
  anApproval,
  quietEnvironment,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
import { useJourney } from '../support/journey/journey.ts';
import type { ProblemAnswer } from '../support/journey/person.ts';
import type { JourneyRelease } from '../support/journey/release.ts';

const shop = useJourney(({ apply }) => {
  const lab = quietEnvironment({ approvals: [anApproval('cab')] });
  const deviations = { 'other-release': { grantedBy: 'management', longest: '4h' } };
  return apply(
    shopPolicy('asked', { lab }, {}, { deviations }),
    shopPolicy('quiet', { lab: quietEnvironment() }, {}, { deviations }),
  );
});

const released = (name: string, service: string, spec: object, policy = 'quiet') =>
  shopRelease({ name, policy, version: '1.0.0', components: [service] }, { ...spec });
const after = (release: string, stage = 'lab/deploy') => ({
  after: [{ release, stage, before: 'lab' }],
});
const approved = async (release: JourneyRelease) => {
  await release.untilBlocked('lab/cab');
  return release.decide('cora', 'lab/cab');
};
const placesOf = ({ body }: { readonly body: ProblemAnswer }) =>
  body.errors?.map(({ code, pointer }) => `${code} at ${pointer}`);

test('a release waits for another, and goes without it by a decision alone', async () => {
  const { begin, person } = shop.journey;
  const erin = await person('erin');
  const plan = (document: object) => erin.post<ProblemAnswer>('/v1/plans', document);
  const base = await begin(released('base', 'prices', {}, 'asked'));
  const unknown = await plan(released('top', 'shop', after('bass')));
  expect(unknown.status).toBe(422);
  expect(placesOf(unknown)).toEqual(['unknown-release at /spec/after/0/release']);
  const mistyped = await plan(released('top', 'shop', after('base', 'lab/deplyo')));
  expect(placesOf(mistyped)).toEqual(['unknown-stage at /spec/after/0/stage']);
  const own = await plan(released('top', 'shop', after('top')));
  expect(placesOf(own)).toEqual(['waits-for-itself at /spec/after/0/release']);

  const top = await begin(released('top', 'shop', after('base')));
  expect(await top.untilBlocked('lab/predecessors/base')).toMatchObject({
    kind: 'other-release',
    reason: expect.stringContaining('base has not done lab/deploy: it is waiting, in lab/approval'),
    clearedBy: ['cab'],
    until: null,
  });
  expect((await top.view()).earliestStart.at).toBeNull();
  const circle = released('base', 'prices', after('top'), 'asked');
  expect(placesOf(await plan(circle))).toEqual(['circle-of-releases at /spec/after']);
  const revision = { spec: circle, planDigest: `sha256:${'0'.repeat(64)}`, reason: 'Turn round.' };
  expect((await erin.post(base.at('/revisions'), revision)).status).toBe(422);

  const hasty = await begin(released('hasty', 'shop', after('base')));
  await hasty.untilBlocked('lab/predecessors/base');
  await base.command('rita', 'withdraw');
  expect((await base.untilClosed()).outcome).toBe('withdrawn');
  for (const release of [top, hasty]) {
    const told = await release.until('is told', ({ blockers }) =>
      blockers.some(({ reason }) => reason === 'base was withdrawn.'),
    );
    expect(told.blockers[0]?.clearedBy).toEqual(['management', 'rita']);
  }
  const scope = { kind: 'other-release', environment: 'lab', release: 'base' } as const;
  const asked = await askFor(top, await person('opal'), deviationOrder(scope));
  expect((await answerTo(top, await person('cora'), asked)).body.rule).toBe(
    'approval/not-in-group',
  );
  expect((await answerTo(top, await person('mona'), asked)).status).toBe(200);
  const live = await top.until('is live', ({ phase }) => phase === 'reviewing');
  expect(live.deviations).toMatchObject([
    { standing: 'used', used: { stage: 'lab/predecessors' } },
  ]);
  // Nobody has let the other one go.
  expect((await hasty.view()).changes).toEqual([]);
  const without = released('hasty', 'shop', {});
  const { body } = await erin.post<{ digest: string }>('/v1/plans', without);
  const order = { spec: without, planDigest: body.digest, reason: 'It needs no base.' };
  expect((await erin.post(hasty.at('/revisions'), order)).status).toBe(200);
  expect((await hasty.review()).outcome).toBe('released');
});

test('a train enters an environment when all of it is ready, and not before', async () => {
  const { begin } = shop.journey;
  const train = (...others: readonly string[]) => ({
    train: { name: 'year-end', with: others, enters: 'lab' },
  });
  const left = await begin(released('left', 'prices', train('right'), 'asked'));
  await approved(left);
  expect(await left.untilBlocked('lab/train/right')).toMatchObject({
    reason: 'right was not started yet.',
  });
  const right = await begin(released('right', 'shop', train('left'), 'asked'));
  const told = await left.until('hears of it', ({ blockers }) =>
    blockers.some(({ reason }) => reason.endsWith('it is waiting, in lab/approval.')),
  );
  expect(told.blockers[0]?.clearedBy).toEqual(['cab']);
  expect(told.changes).toEqual([]);
  await approved(right);
  const ended = [await left.review(), await right.review()];
  expect(ended.map(({ outcome }) => outcome)).toEqual(['released', 'released']);
});
