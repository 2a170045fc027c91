import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { bundleWorkflowCode, Worker, type WorkflowBundle } from '@temporalio/worker';
import type { StageKind } from '../../domain/plan/stage.ts';
import {
  accessWorkflowId,
  environmentWorkflowId,
  releaseWorkflowId,
} from '../../workflows/contract.ts';
import { quietLog } from '../support/stack/temporal.ts';
import { workflows } from '../support/stack/workflow-bundle.ts';
import type { Recorded } from './recorded.ts';

const folder = join(__dirname, 'histories');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const stories = files.map((name) => ({
  name,
  ...(JSON.parse(readFileSync(join(folder, name), 'utf8')) as Recorded),
}));

beforeAll(quietLog);

/** The names of the histories that the code does not replay, with why. */
async function broken(workflowBundle: WorkflowBundle): Promise<Readonly<Record<string, string>>> {
  const histories = stories.map(({ history }) => {
    const read = historyFromJSON(history);
    return { workflowId: workflowIdOf(read), history: read };
  });
  const failures: Record<string, string> = {};
  for await (const { workflowId, error } of Worker.runReplayHistories(
    { workflowBundle },
    histories,
  )) {
    const index = histories.findIndex((replayed) => replayed.workflowId === workflowId);
    if (error !== undefined) failures[stories[index]?.name ?? workflowId] = error.message;
  }
  return failures;
}

/** The id under which its workflow ran: the only one that it accepts. */
function workflowIdOf({ events }: ReturnType<typeof historyFromJSON>): string {
  const started = events?.[0]?.workflowExecutionStartedEventAttributes;
  const data = started?.input?.payloads?.[0]?.data ?? new Uint8Array();
  const input = JSON.parse(Buffer.from(data).toString()) as Partial<Record<string, string>>;
  if (input['access'] !== undefined) return accessWorkflowId(input['access']);
  return input['release'] === undefined
    ? environmentWorkflowId(input['environment'] ?? '')
    : releaseWorkflowId(input['release']);
}

/** False only for a kind that no released version has had yet. */
const kinds: Readonly<Record<StageKind, boolean>> = {
  announce: true,
  approval: true,
  'await-releases': true,
  build: true,
  canary: true,
  checklist: true,
  deploy: true,
  gates: true,
  package: true,
  promote: true,
  review: true,
  stabilize: true,
  switch: true,
  task: true,
  uat: true,
  validate: true,
  window: true,
};

describe('recorded histories', () => {
  test('are there', () => {
    expect(files).not.toEqual([]);
  });

  const released = Object.entries(kinds).filter(([, isReleased]) => isReleased);
  test.each(released)('pass through a stage of kind %s', (kind) => {
    expect(stories.flatMap(({ stages }) => stages)).toContain(kind);
  });

  test.each([
    'analysis.judged',
    'rollback.finished',
    'compensation.failed',
    'stage.failed',
    'plan.revised',
    'targets.replaced',
    'change.settled',
    'access.confirmed',
    'access.overdue',
    'access.revoked',
  ])('hold a %s', (type) => {
    expect(stories.flatMap(({ facts }) => facts)).toContain(type);
  });

  test('replay on the code as it is', async () => {
    expect(await broken(await bundleWorkflowCode(workflows))).toEqual({});
  });
});

test('no history replays on code that does the same steps in another order', async () => {
  const build = resolve(__dirname, '../../workflows/stages/build.ts');
  const changed = await bundleWorkflowCode({
    ...workflows,
    webpackConfigHook: (config) => ({
      ...config,
      resolve: {
        ...config.resolve,
        alias: { ...config.resolve?.alias, [build]: join(__dirname, 'changed/pack-first.ts') },
      },
    }),
  });
  expect(Object.keys(await broken(changed)).toSorted()).toEqual([
    'blue-green.json',
    'by-hand.json',
    'contracted.json',
    'every-stage.json',
    'follower.json',
    'gave-way.json',
    'revised.json',
    'rolling.json',
    'way-back.json',
  ]);
});
