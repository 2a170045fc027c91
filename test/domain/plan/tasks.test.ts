import { checkPolicy } from '../../../domain/plan/check-policy.ts';
import { compilePlan } from '../../../domain/plan/compile-plan.ts';
import type { TaskPolicy } from '../../../domain/task/task.ts';
import {
  aCatalog,
  anEnvironmentPolicy,
  aPolicy,
  planSources,
} from '../../support/builders/plan-sources.ts';

const dns: TaskPolicy = {
  id: 'dns',
  title: 'Switch the name over',
  at: 'before-deployment',
  group: 'engineers',
  instructions: 'Lower the time to live first.',
  deadlineMs: 1000,
  remindBeforeMs: [],
  evidence: [],
};

const problemsWith = (...tasks: TaskPolicy[]) =>
  checkPolicy(aPolicy({ production: anEnvironmentPolicy({ tasks }) }), aCatalog()).map(
    ({ code, pointer }) => `${code} ${pointer.split('/production')[1]}`,
  );

test('each task is a stage in its place, in the order in which the policy names them', () => {
  const tasks: TaskPolicy[] = [
    dns,
    { ...dns, id: 'tell', at: 'after-deployment' },
    { ...dns, id: 'mail' },
  ];
  const production = anEnvironmentPolicy({ tasks, checklist: [{ item: 'rollback-plan' }] });
  const compiled = compilePlan(planSources({ policy: aPolicy({ production }) }));
  const ids = 'plan' in compiled ? compiled.plan.stages.map(({ id }) => id) : [];
  expect(ids.filter((id) => id.startsWith('production/'))).toEqual([
    'production/promote',
    'production/task/dns',
    'production/task/mail',
    'production/checklist',
    'production/deploy',
    'production/validate',
    'production/task/tell',
  ]);
});

test('a task that the catalog knows everything of is accepted', () => {
  const confirm = { group: 'cab', deadlineMs: 1000, remindBeforeMs: [] };
  expect(problemsWith({ ...dns, confirm, skippedBy: 'release-managers' })).toEqual([]);
});

test('unknown groups, twins, and people who would confirm or leave out their own are named', () => {
  const itself = { group: 'engineers', deadlineMs: 1000, remindBeforeMs: [] };
  const nobody = { ...itself, group: 'nobody' };
  expect(
    problemsWith(
      { ...dns, group: 'enginers', confirm: nobody, skippedBy: 'nobody' },
      { ...dns, confirm: itself, skippedBy: 'engineers' },
    ).toSorted(),
  ).toEqual([
    expect.stringMatching(/^duplicate.* \/tasks\/1\/id$/),
    'skipped-by-its-owner /tasks/1/skippedBy',
    'too-few-members /tasks/1/confirm/group',
    'unknown-group /tasks/0/confirm/group',
    'unknown-group /tasks/0/group',
    'unknown-group /tasks/0/skippedBy',
  ]);
});
