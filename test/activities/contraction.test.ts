import { MockActivityEnvironment } from '@temporalio/testing';
import { createActivities } from '../../activities/index.ts';
import { approvedRelease } from '../support/approved-release.ts';
import { aComponent, aStage } from '../support/builders/plan.ts';

const { task: sample } = aStage('task');
const before = [aStage('package'), aStage('approval'), aStage('window'), aStage('deploy')];
const asked = aStage('task', { task: { ...sample, at: 'before-contract' } });
const last = aStage('deploy', { id: 'production/contract', waves: [['old']], phase: 'contract' });
const old = {
  ...aComponent('old', 1),
  irreversible: { reason: 'It is gone.' },
  contracts: { users: ['web'], holds: ['web'] },
};

/** What becomes of taking away `old` when these stages have succeeded. */
async function refusal(succeeded: readonly { readonly id: string }[]): Promise<unknown> {
  const components = [aComponent('web'), old];
  const given = await approvedRelease({ components, stages: [...before, asked, last] });
  for (const { id: stage } of succeeded) {
    await given.record({ type: 'stage.succeeded', stage, summary: '' });
  }
  const step = { ...given.step, component: 'old', strategy: 'all-at-once' } as const;
  const { deployComponent } = createActivities(given.ports);
  const refused = await new MockActivityEnvironment()
    .run(() => deployComponent(step))
    .catch((error: unknown) => error);
  expect(given.tools.effects).toEqual([]);
  return refused;
}

test.each([
  ['nothing', []],
  ['all but the deployment', [...before.slice(0, -1), asked]],
])('the guard refuses a contraction when %s before it has succeeded', async (_what, succeeded) => {
  expect(await refusal(succeeded)).toMatchObject({ code: 'guard/contract-too-early' });
});

test('the guard believes no record that people have said what nobody has signed', async () => {
  expect(await refusal([...before, asked])).toMatchObject({ code: 'guard/task' });
});
