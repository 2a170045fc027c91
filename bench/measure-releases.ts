import type { WorkflowHandle } from '@temporalio/client';
import { releaseWorkflowId } from '../workflows/contract.ts';
import type { Control } from './control/control.ts';
import { commandSignal, decisionSignal, waitingQuery } from './control/control.workflow.ts';
import { HttpPerson } from './http-person.ts';
import { benchPlan, components } from './plan.ts';
import { compare, type Measured } from './statistics.ts';
import type { Subject } from './subject.ts';
import { until } from './until.ts';

type Run = { readonly wallMs: number; readonly events: number; readonly bytes: number };

const warmUps = 2;

/** Whole releases, one of each side after the other, with people who answer at once. */
export async function measureReleases(
  subject: Subject,
  control: Control,
  { runs, effectMs }: { readonly runs: number; readonly effectMs: number },
): Promise<readonly Measured[]> {
  const ours: Run[] = [];
  const theirs: Run[] = [];
  const people = await peopleOf(subject);
  for (let index = -warmUps; index < runs; index += 1) {
    const one = await runSubject(subject, people, `bench-${index + warmUps}`);
    const other = await runControl(control, `control-${index + warmUps}`);
    if (index >= 0) {
      ours.push(one);
      theirs.push(other);
    }
  }
  const settings = { components: components.length, effectMs, pollRps: 2_000, cache: 'warm' };
  const side = (pick: (run: Run) => number) => [ours.map(pick), theirs.map(pick)] as const;
  return [
    compare('release-wall', 'ms', ...side(({ wallMs }) => wallMs), settings),
    compare('release-events', 'events', ...side(({ events }) => events), settings),
    compare('release-bytes', 'bytes', ...side(({ bytes }) => bytes), settings),
  ];
}

type People = { readonly approver: HttpPerson; readonly reviewer: HttpPerson };

async function peopleOf(subject: Subject): Promise<People> {
  return {
    approver: await HttpPerson.of(subject, 'approver-0'),
    reviewer: await HttpPerson.of(subject, 'erin'),
  };
}

async function runSubject(subject: Subject, people: People, name: string): Promise<Run> {
  const startedAt = performance.now();
  await subject.start(benchPlan(name, 1));
  const handle = subject.client.workflow.getHandle(releaseWorkflowId(name));
  // As the API shows it: what people see is what is recorded.
  const state = () => subject.records.state(name);
  const pending = await until(async () =>
    (await state())?.requirements.find(({ outcome }) => outcome === 'pending'),
  );
  await people.approver.post(`/v1/releases/${name}/decisions`, {
    requirement: pending.id,
    verdict: 'approve',
    subjectDigest: pending.subjectDigest,
  });
  await until(async () => ((await state())?.obligations.length ?? 0) > 1 || undefined);
  for (const target of ['review', 'runbook']) {
    await people.reviewer.post(`/v1/releases/${name}/commands`, {
      command: 'complete-obligation',
      target,
      evidence: 'https://wiki.bench.example',
      reason: 'Done.',
    });
  }
  await handle.result();
  return measured(handle, startedAt);
}

async function runControl(control: Control, name: string): Promise<Run> {
  const startedAt = performance.now();
  const handle = await control.start(name, components);
  const waitsFor = (what: string) =>
    until(async () => (await handle.query(waitingQuery)) === what || undefined);
  await waitsFor('production/cab');
  await handle.signal(decisionSignal, { requirement: 'production/cab', verdict: 'approve' });
  await waitsFor('obligations');
  for (const target of ['review', 'runbook']) {
    await handle.signal(commandSignal, { command: 'complete-obligation', target });
  }
  await handle.result();
  return measured(handle, startedAt);
}

async function measured(handle: WorkflowHandle, startedAt: number): Promise<Run> {
  const wallMs = performance.now() - startedAt;
  const { raw } = await handle.describe();
  const info = raw.workflowExecutionInfo;
  return {
    wallMs,
    events: Number(info?.historyLength ?? 0),
    bytes: Number(info?.historySizeBytes ?? 0),
  };
}
