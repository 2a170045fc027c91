import type { ReleaseEvent } from '../../domain/release/event.ts';
import { aPlan, aStage } from '../support/builders/plan.ts';
import { factsOf, startOf } from './facts.ts';
import { type GivenRecords, givenRecords } from './given-records.ts';

let given: GivenRecords;
beforeAll(async () => {
  given = await givenRecords();
});
afterAll(() => given.close());

const [window, deploy] = [aStage('window'), aStage('deploy')];
const lease: ReleaseEvent = { type: 'lease.requested', environment: 'production' };
const story: readonly ReleaseEvent[] = [
  startOf({
    planDigest: 'sha256:first',
    stages: [window, deploy].map(({ id, kind, environment }) => ({ id, kind, environment })),
  }),
  { type: 'stage.started', stage: window.id, attempt: 1 },
  { type: 'stage.succeeded', stage: window.id, summary: '' },
  { type: 'stage.started', stage: deploy.id, attempt: 1 },
  lease,
];

const bound = async (environment = 'production') =>
  (await given.records.boundReleases(environment)).map(({ plan, state }) => [plan.name, state.seq]);

test('releases are found from their window on until they ask for the environment', async () => {
  const release = 'spring';
  const plan = aPlan([window, deploy], { name: release });
  const claim = { release, plan, requestDigest: 'sha256:r', requestedBy: 'p-1', seal: 'seal' };
  await given.records.claimPlan({ ...claim, planDigest: 'sha256:first' });
  const facts = factsOf(story);
  const seen = [];
  for (const until of story.keys()) {
    await given.records.appendFacts(release, facts.slice(0, until + 1));
    seen.push(await bound());
  }
  expect(seen).toEqual([[], [['spring', 2]], [['spring', 3]], [['spring', 4]], []]);
  expect(await bound('staging')).toEqual([]);
});
