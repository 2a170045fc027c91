import { initialState, type ReleaseState } from '../../../domain/release/state.ts';
import type { Wait } from '../../../domain/release/wait.ts';
import { skippingGroups, whyNotSkipped } from '../../../domain/task/why-not-skipped.ts';
import { aStage } from '../../support/builders/plan.ts';

const task = aStage('task');
const plan = { stages: [aStage('deploy'), task] };
const wait: Wait & { since: string } = {
  id: `${task.id}/failed`,
  stage: task.id,
  kind: 'failed-stage',
  reason: '',
  clearedBy: [],
  remedy: '',
  until: null,
  then: null,
  since: '',
};
const failed: ReleaseState = { ...initialState(), requestedBy: 'rita', waits: [wait] };
const mona = { by: 'mona', groups: ['management'] };
const about = { target: task.id };

test('a failed task is left out by those whom the plan names for it', () => {
  expect(whyNotSkipped(plan, failed, about, mona)).toBeNull();
  expect(skippingGroups(plan)).toEqual(['management']);
});

test.each<[string, Parameters<typeof whyNotSkipped>, RegExp]>([
  ['that has not failed', [plan, { ...failed, waits: [] }, about, mona], /has not failed/],
  [
    'while another stage has failed',
    [plan, { ...failed, waits: [{ ...wait, stage: 'production/deploy' }] }, about, mona],
    /has not failed/,
  ],
  ['that the plan does not know', [plan, failed, { target: 'x' }, mona], /no task x/],
  ['unnamed', [plan, failed, { target: null }, mona], /no task nothing/],
  [
    'by others',
    [plan, failed, about, { by: 'cora', groups: ['cab'] }],
    /Only people of management/,
  ],
  [
    'by its owner',
    [plan, failed, about, { by: 'opal', groups: ['management', 'operations'] }],
    /Who owns/,
  ],
  [
    'by who started the release',
    [plan, failed, about, { by: 'rita', groups: ['management'] }],
    /Who owns .* or started/,
  ],
])('a task is not left out %s', (_, given, reason) => {
  expect(whyNotSkipped(...given)?.reason).toMatch(reason);
});

test('where the plan names nobody, nobody leaves it out', () => {
  const { skippedBy: _, ...alone } = task.task;
  const stages = [aStage('task', { task: alone })];
  expect(whyNotSkipped({ stages }, failed, about, mona)?.reason).toMatch(/lets nobody/);
});
