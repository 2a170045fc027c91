import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Receipt } from '../../domain/approval/statement.ts';
import { approvalOf, signedByStranger } from '../support/journey/attacker.ts';
import { eventually } from '../support/journey/eventually.ts';
import { query } from '../support/journey/ledger-rows.ts';
import { runChain } from '../support/run-chain.ts';
import { type StormSignal, sendStorm } from '../support/storm/send-storm.ts';
import {
  askEverySecond,
  openStormyRelease,
  type StormyRelease,
} from '../support/storm/stormy-release.ts';

const signals = Number(process.env.TIDEGATE_STORM ?? 20_000);
const connections = 8;
const requirement = 'lab/cab';
/** The longest that a person waits for the view of a release while it storms. */
const viewWithinMs = 5_000;
/** The longest until what a person decides meanwhile is counted. */
const countedWithinMs = 200_000;

let stormy: StormyRelease;
beforeAll(async () => {
  stormy = await openStormyRelease('storm');
}, 240_000);
afterAll(() => stormy?.close(), 60_000);

/** Forged decisions, garbage, repeats of something genuine, and names that nobody knows. */
async function makeSignals(count: number): Promise<readonly StormSignal[]> {
  const { release, grownUp } = stormy;
  const { subject } = await grownUp.person('cliff');
  const forged = await approvalOf(release, requirement, subject);
  const text = `select jws from statements where release = 'storm' limit 1`;
  const [genuine] = await query<{ jws: string }>(grownUp.databaseUrl, text, []);
  const kinds: readonly (() => StormSignal)[] = [
    () => ({
      name: 'decision',
      payload: [{ jws: signedByStranger({ ...forged, id: randomUUID() }) }],
    }),
    () => ({ name: 'command', payload: [`garbage ${randomUUID()}`] }),
    () => ({ name: 'command', payload: [{ jws: genuine?.jws }] }),
    () => ({ name: 'approve-everything', payload: [{ please: true }] }),
  ];
  return Array.from({ length: count }, (_, index) =>
    (kinds[index % kinds.length] ?? kinds[0])?.(),
  ).filter((signal) => signal !== undefined);
}

type Decided = {
  readonly receipt: Receipt;
  readonly tookMs: number;
  readonly statuses: readonly number[];
};

/** Decides as people do: again, under the same id, until there is a receipt. */
async function decide(handle: string): Promise<Decided> {
  const { release } = stormy;
  const decisionId = randomUUID();
  const began = performance.now();
  const statuses: number[] = [];
  const receipt = await eventually(
    `a receipt for ${handle}`,
    async () => {
      // 202 while others come first, and 503 where Temporal takes no more signals for this run.
      const { status, body } = await release.decide(handle, requirement, { decisionId });
      statuses.push(status);
      return status === 200 ? body : null;
    },
    () => statuses.join(' '),
    countedWithinMs,
  );
  return { receipt, statuses, tookMs: Math.round(performance.now() - began) };
}

/** The most memory that a process has had, in MiB. */
function mostMemoryMib(pid: number): number {
  const [, kib = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kib) / 1024);
}

test('a storm hides nothing: each signal is answered, counted or refused by Temporal', async () => {
  const { release, grownUp, workflow } = stormy;
  await release.command('rita', 'pause');
  await release.command('rita', 'resume');
  const sent = await makeSignals(signals);
  const { temporalAddress: address, namespace } = grownUp;
  const over = new AbortController();
  const asking = askEverySecond(stormy, over.signal);
  const began = performance.now();
  const target = { address, namespace, workflowId: workflow.workflowId };
  const storm = sendStorm(target, sent, connections);
  await sleep(3_000);
  const during = await decide('cora');
  const tally = await storm;
  const after = await decide('cliff');
  const overAfterMs = Math.round(performance.now() - began);
  over.abort();
  const answers = await asking;
  expect((await release.review()).outcome).toBe('released');
  // The records know of the end before Temporal does.
  await expect(workflow.result()).resolves.toBe('released');
  const runs = await runChain(stormy.client, workflow.workflowId);
  const recorded = (await release.facts('statement.refused')).length;
  const told = (await release.facts('refusals.counted')).map(({ count }) => count);
  const counted = sumOf(told);
  const memoryMib = mostMemoryMib(grownUp.workers[0]?.pid() ?? 0);
  const seen = { tally, answers, during, after, overAfterMs, recorded, told, runs, memoryMib };
  process.stdout.write(`${JSON.stringify(seen)}\n`);

  expect([during.receipt.outcome, after.receipt.outcome]).toEqual(['accepted', 'accepted']);
  expect(answers.failedViews).toEqual([]);
  expect(Math.max(...answers.viewMs)).toBeLessThan(viewWithinMs);
  // Each was taken or refused, and only for there being too many.
  expect(tally.taken + sumOf(Object.values(tally.refused))).toBe(signals);
  for (const why of Object.keys(tally.refused)) expect(why).toContain('limit for signal events');
  // What Temporal has taken is on the record one by one, or counted; the rest was genuine.
  const heard = sumOf(runs.map((run) => run.signals));
  const accepted = (await release.facts('statement.accepted')).length;
  expect(accepted + recorded + counted).toBe(heard);
  expect(recorded).toBeLessThanOrEqual(100);
  expect(recorded + counted).toBeGreaterThanOrEqual(tally.taken);
  expect(told.length).toBeLessThan(100);
  expect(runs.map(({ end }) => end).toSorted()).not.toContain('other');
}, 600_000);

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
