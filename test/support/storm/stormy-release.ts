import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { releaseWorkflowId, stateQuery } from '../../../workflows/contract.ts';
import { faultCatalog } from '../../faults/documents.ts';
import { createStubRepository } from '../../faults/stub-repository.ts';
import { type GrownUp, startGrownUp } from '../grown-up/grown-up.ts';
import { anApproval, quietEnvironment, shopPolicy, shopRelease } from '../journey/documents.ts';
import type { ProblemAnswer } from '../journey/person.ts';
import { JourneyRelease } from '../journey/release.ts';

/** A release of the grown-up set-up that waits for two of its board. */
export type StormyRelease = {
  readonly grownUp: GrownUp;
  readonly release: JourneyRelease;
  readonly client: Client;
  readonly workflow: WorkflowHandle;
  readonly close: () => Promise<void>;
};

export async function openStormyRelease(name: string): Promise<StormyRelease> {
  const grownUp = await startGrownUp();
  try {
    const connection = await Connection.connect({ address: grownUp.temporalAddress });
    const release = await beginRelease(grownUp, name);
    await release.untilBlocked('lab/cab');
    const client = new Client({ connection, namespace: grownUp.namespace });
    return {
      grownUp,
      release,
      client,
      workflow: client.workflow.getHandle(releaseWorkflowId(name)),
      async close() {
        await connection.close();
        await grownUp.stopAll();
      },
    };
  } catch (error) {
    await grownUp.stopAll();
    throw error;
  }
}

async function beginRelease(grownUp: GrownUp, name: string): Promise<JourneyRelease> {
  const repository = createStubRepository(join(grownUp.folder, 'repository'));
  const version = repository.nextVersion();
  const folders = { repository: repository.path, tool: join(grownUp.folder, 'tool') };
  const approvals = [anApproval('cab', { count: 2 })];
  const documents = [
    faultCatalog(folders, [{ name: 'lab', timeoutMs: 30_000 }]),
    shopPolicy('board', { lab: quietEnvironment({ approvals }) }),
  ];
  const founder = await grownUp.founder();
  expectStatus(await founder.put('/v1/catalog', { documents }), 200);
  const components = ['base', 'app'];
  const document = shopRelease({ name, policy: 'board', version, components });
  const erin = await grownUp.person('erin');
  const plan = await erin.post<{ digest: string } & ProblemAnswer>('/v1/plans', document);
  expectStatus(plan, 200);
  const order = { spec: document, planDigest: plan.body.digest };
  expectStatus(await erin.post('/v1/releases', order), 201);
  return new JourneyRelease(name, grownUp.person);
}

function expectStatus(answer: { readonly status: number; readonly body: unknown }, status: number) {
  if (answer.status !== status) throw new Error(JSON.stringify(answer));
}

/** How long a release took to answer, each time that it was asked, and what was no answer. */
export type Answers = {
  /** Over the API. */
  readonly viewMs: readonly number[];
  readonly failedViews: readonly string[];
  /** By its workflow, which nothing but the wait for a receipt asks. */
  readonly queryMs: readonly number[];
  readonly failedQueries: readonly string[];
};

/**
 * Asks a release once a second, over the API and by its workflow's query, until it is told to
 * stop. The next question does not wait for the last answer.
 */
export async function askEverySecond(
  { grownUp, release, workflow }: StormyRelease,
  stop: AbortSignal,
): Promise<Answers> {
  const rita = await grownUp.person('rita');
  const views = new Clock(async () => {
    const { status } = await rita.get(release.at(''));
    if (status !== 200) throw new Error(`It answered ${status}.`);
  });
  const queries = new Clock(() => workflow.query(stateQuery));
  const asked: Promise<void>[] = [];
  while (!stop.aborted) {
    asked.push(views.take(), queries.take());
    await sleep(1_000, undefined, { signal: stop }).catch(() => undefined);
  }
  await Promise.all(asked);
  return {
    viewMs: views.tookMs,
    failedViews: views.failures,
    queryMs: queries.tookMs,
    failedQueries: queries.failures,
  };
}

/** Takes the time of a call, each time that it is made. */
class Clock {
  readonly tookMs: number[] = [];
  readonly failures: string[] = [];
  private readonly call: () => Promise<unknown>;

  constructor(call: () => Promise<unknown>) {
    this.call = call;
  }

  async take(): Promise<void> {
    const began = performance.now();
    try {
      await this.call();
      this.tookMs.push(Math.round(performance.now() - began));
    } catch (error) {
      this.failures.push(error instanceof Error ? error.message : String(error));
    }
  }
}
