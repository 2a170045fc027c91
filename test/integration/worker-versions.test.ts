import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { findTemporalCli } from '../../embedded/toolchain/temporal-cli.ts';
import {
  environmentWorkflowId,
  releaseWorkflowId,
  reservationsChangedSignal,
  taskQueues,
  workflowTypes,
} from '../../workflows/contract.ts';
import { type FaultStage, openFaultStage } from '../faults/fault-stage.ts';
import { beginHeld, type HeldRelease } from '../faults/held-release.ts';
import { runsOf, type ShownRun, showRun } from '../faults/histories.ts';
import { closeRelease } from '../faults/release-ends.ts';
import { makeCurrent as giveWork } from '../support/grown-up/make-current.ts';
import type { ProcessHandle } from '../support/grown-up/process-handle.ts';
import { eventually } from '../support/journey/eventually.ts';

const environments = ['moves', 'next', 'stays'];

let stage: FaultStage;
let version: string;

beforeAll(async () => {
  stage = await openFaultStage({
    environments: environments.map((name) => ({ name, timeoutMs: 60_000 })),
  });
  version = stage.nextVersion();
}, 240_000);

afterAll(async () => {
  await stage?.close();
}, 60_000);

/** A worker process of a build, which gets nothing to do before the build is made current. */
function work(build: string, runningReleases: 'move' | 'stay'): Promise<ProcessHandle> {
  const variables = { TIDEGATE_BUILD_ID: build, TIDEGATE_RUNNING_RELEASES: runningReleases };
  return stage.grownUp.addWorker(variables);
}

const makeCurrent = (build: string, share?: string) => giveWork(stage.grownUp, build, share);

/** A release that waits for its approval. */
async function waiting(name: string): Promise<HeldRelease> {
  const scene = {
    point: 'in-wait',
    victim: 'worker',
    seed: 1,
    release: name,
    environment: name,
    shape: 'asking',
    hold: { by: 'person' },
    goesOn: 'meanwhile',
  } as const;
  const held = await beginHeld(stage, scene, version);
  await eventually(`${name} waits`, async () => ((await held.isThere()) ? true : null));
  return held;
}

type Described = {
  readonly workflowExecutionInfo: {
    readonly versioningInfo?: { readonly deploymentVersion?: { readonly buildId: string } };
  };
};

/** The build on which a workflow had its last task. */
async function buildOf(workflowId: string): Promise<string> {
  const { temporalAddress, namespace } = stage.grownUp;
  const cli = await findTemporalCli(() => {});
  const where = ['--address', temporalAddress, '--namespace', namespace, '--output', 'json'];
  const parameters = ['workflow', 'describe', '--workflow-id', workflowId, ...where, '--raw'];
  const { stdout } = await promisify(execFile)(cli, parameters);
  const { workflowExecutionInfo } = JSON.parse(stdout) as Described;
  return workflowExecutionInfo.versioningInfo?.deploymentVersion?.buildId ?? 'none';
}

const buildOfRelease = (name: string) => buildOf(releaseWorkflowId(name));

/** A signal came while a run ended: Temporal lets the run look at it first, whatever the build. */
const signalCame = /UNHANDLED_COMMAND$/;

/** Why workflow tasks of a release failed, as new code that does not fit would make them. */
async function failedTasks(name: string): Promise<readonly string[]> {
  const runs = await runsOf(stage.grownUp, name);
  expect(runs.length).toBeGreaterThan(1);
  return causesIn(runs.flat());
}

function causesIn(run: ShownRun): readonly string[] {
  return run
    .flatMap(({ workflowTaskFailedEventAttributes: failed }) => failed?.cause ?? [])
    .filter((cause) => !signalCame.test(cause));
}

test('a release under way moves to the build that is made current, and loses nothing', async () => {
  // As long as no build has a name, one worker is as good as another.
  const unnamed = [...stage.grownUp.workers];
  const moves = await waiting('moves');
  expect(await buildOfRelease('moves')).toBe('none');
  const first = await work('one', 'move');
  await makeCurrent('one');
  for (const worker of unnamed) await worker.kill('SIGTERM');

  await work('two', 'move');
  const next = await waiting('next');
  // The second build is there, and nobody has said yet that it is to work. A run that has just
  // begun is on no build before its first task has ended.
  await eventually('next is on the first build', async () =>
    (await buildOfRelease('next')) === 'one' ? true : null,
  );
  await makeCurrent('two');
  await moves.goOn();
  await closeRelease(stage, 'moves');
  expect(await buildOfRelease('moves')).toBe('two');
  // Nothing needs the first build any more.
  await first.kill('SIGTERM');
  await next.goOn();
  await closeRelease(stage, 'next');
  expect(await buildOfRelease('next')).toBe('two');
  expect([await failedTasks('moves'), await failedTasks('next')]).toEqual([[], []]);
}, 240_000);

test('stays on its build to its end where releases are told to, beside another', async () => {
  await work('three', 'stay');
  await makeCurrent('three');
  const stays = await waiting('stays');
  await work('four', 'stay');
  await makeCurrent('four');
  await stays.goOn();
  await closeRelease(stage, 'stays');
  expect(await buildOfRelease('stays')).toBe('three');
  // An environment outlives every build, and is where the work is.
  expect(await buildOf(environmentWorkflowId('stays'))).toBe('four');
  expect(await failedTasks('stays')).toEqual([]);
}, 240_000);

test('takes over a share of what runs where an operator says so, and gives it back', async () => {
  const shared = Array.from({ length: 8 }, (_, index) => `shared-${index}`);
  const connection = await Connection.connect({ address: stage.grownUp.temporalAddress });
  const { workflow } = new Client({ connection, namespace: stage.grownUp.namespace });
  /** Gives each of them a workflow task, and tells on which builds the last ones were. */
  const builds = async () => {
    const told = shared.map(async (environment) => {
      const workflowId = environmentWorkflowId(environment);
      await workflow.signalWithStart(workflowTypes.environment, {
        workflowId,
        taskQueue: taskQueues.workflows,
        args: [{ environment }],
        signal: reservationsChangedSignal,
      });
      const { raw } = await workflow.getHandle(workflowId).describe();
      return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId ?? 'none';
    });
    return [...new Set(await Promise.all(told))].toSorted().join(' and ');
  };
  const become = (wanted: string) =>
    eventually(`they are on ${wanted}`, async () => ((await builds()) === wanted ? true : null));
  try {
    await become('four');
    await work('ramped', 'move');
    await makeCurrent('ramped', '50');
    await become('four and ramped');
    await makeCurrent('ramped', '0');
    await become('four');
    for (const environment of shared) {
      const run = await showRun(stage.grownUp, environmentWorkflowId(environment));
      expect([environment, causesIn(run)]).toEqual([environment, []]);
    }
  } finally {
    await connection.close();
  }
}, 240_000);
