import { setTimeout as sleep } from 'node:timers/promises';
import type { Ports } from '../../activities/ports/index.ts';
import { leaseReturnKey } from '../../domain/environment/lease-message.ts';
import type { ReleaseEvent } from '../../domain/release/event.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import { createLeaseOffice } from '../../workers/lease-office.ts';
import {
  calendarChangedSignal,
  environmentWorkflowId,
  statementSignals,
} from '../../workflows/contract.ts';
import { stepsAtWork } from '../support/become-quiet.ts';
import { fakeSignature } from '../support/fakes/fake-verifier.ts';
import type { MemoryRecords } from '../support/fakes/memory-records.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';
import type { Effect } from './judge.ts';
import type { Machine, Machines } from './machine.ts';
import { authorsAt, firstScope, place, planFor, releaseName } from './plans.ts';
import { packedAt } from './pure-machine.ts';
import { people } from './world.ts';

/** Releases on the real workflows, one after the other on one time-skipping server. */
export async function openWorkflowMachines(): Promise<Machines> {
  const effects: Effect[] = [];
  const stage = await openReleaseStage(undefined, 'query', (ports) => observed(ports, effects));
  return {
    async begin() {
      await stage.clear();
      effects.splice(0);
      stage.records.delegations.splice(0);
      stage.records.groups.clear();
      for (const [person, groups] of people) stage.records.groups.set(person, groups);
      // It goes on from what is recorded: building takes time, and is not what the lives are about.
      const packed = await packedAt(await stage.environment.currentTimeMs());
      stage.records.facts.set(releaseName, [...packed]);
      return machineOf(stage, await stage.start(planFor(firstScope).plan), effects);
    },
    close: () => stage.close(),
  };
}

/** The tools, with the instant of each deployment, and the authors of each version. */
function observed(ports: Ports, effects: Effect[]): Partial<Ports> {
  return {
    sources: {
      ...ports.sources,
      async checkout(order, context) {
        const found = await ports.sources.checkout(order, context);
        return { ...found, authorEmails: authorsAt[order.tag] ?? [] };
      },
    },
    deployer(name) {
      const deployer = ports.deployer(name);
      return {
        ...deployer,
        async apply(order, context) {
          const { component, artifact, fence } = order;
          const [held] = (await ports.leases.leasesOf(place)).holders;
          effects.push({
            component,
            version: artifact.version,
            digest: artifact.digest,
            atMs: ports.clock().getTime(),
            holder: held?.release ?? null,
            grantedFence: held?.fence ?? null,
            fence,
            release: releaseName,
          });
          return deployer.apply(order, context);
        },
      };
    },
  };
}

function machineOf(stage: ReleaseStage, release: ReleaseActor, effects: Effect[]): Machine {
  const { records, environment } = stage;
  const { planDigest } = release.scene;
  const workflows = [
    release.handle,
    environment.client.workflow.getHandle(environmentWorkflowId(place)),
  ];
  const office = createLeaseOffice(environment.client);
  /** As it stood when it came to rest; null while something may be at work. */
  let resting: ReleaseState | null = null;
  const rest = async (): Promise<ReleaseState> => {
    resting ??= await afterRest(release, workflows);
    return resting;
  };
  return {
    records,
    nowMs: () => environment.currentTimeMs(),
    state: rest,
    seal(plan, digest, by) {
      const content = { kind: 'plan-seal', release: releaseName, requestedBy: by, issuedAt: '' };
      const seal = JSON.stringify({ ...content, planDigest: digest });
      const sealed = { release: releaseName, plan, planDigest: digest, requestedBy: by, seal };
      if (digest !== planDigest) records.revised.set(`${releaseName} ${digest}`, sealed);
    },
    async say({ id, ...said }) {
      const { phase } = await rest();
      if (phase === 'closed') return { ...tooLate, id };
      resting = null;
      await release.handle.signal(statementSignals[said.kind], fakeSignature({ id, ...said }));
      const { receipts, phase: then } = await rest();
      const receipt = receipts.find((each) => each.id === id);
      if (receipt !== undefined) return receipt;
      throw new Error(`No receipt came for ${id}; the release is ${then}.`);
    },
    async calendarChanged() {
      const { phase } = await rest();
      if (phase === 'closed') return;
      resting = null;
      await release.handle.signal(calendarChangedSignal);
    },
    async pass(ms) {
      resting = null;
      await release.pass(ms);
    },
    async rival(asks) {
      await recordRival(records, asks);
      resting = null;
      if (asks === 'request') await office.take(place, { release: 'rival' });
      else await office.release(place, 'rival');
    },
    async rest() {
      await rest();
    },
    effects: () => effects.splice(0),
  };
}

const tooLate = {
  outcome: 'refused',
  code: 'release/closed',
  reason: 'It is closed.',
  seq: 0,
} as const;

/** What one workflow tells the other may set that one to work again: both are looked at twice. */
async function afterRest(
  release: ReleaseActor,
  workflows: readonly ReleaseActor['handle'][],
): Promise<ReleaseState> {
  for (let quiet = 0; quiet < 2; ) {
    const atWork = await Promise.all(workflows.map(stepsOf));
    quiet = atWork.every((steps) => steps === 0) ? quiet + 1 : 0;
    if (quiet === 0) await sleep(10);
  }
  return release.state();
}

/** None where nobody has started the workflow. */
async function stepsOf(handle: ReleaseActor['handle']): Promise<number> {
  return stepsAtWork(handle).catch(() => 0);
}

/** Lets the records bear out what another release says to the environment. */
async function recordRival({ ledger, facts }: MemoryRecords, asks: 'request' | 'return') {
  const at = new Date(0).toISOString();
  if (asks === 'return') {
    const key = leaseReturnKey('rival', place);
    const shared = { key, by: 'rival', at, attempt: 1, outcome: null, details: {} };
    await ledger.appendAction('rival', { ...shared, phase: 'intent', action: 'releaseLease' });
    return;
  }
  const event: ReleaseEvent = { type: 'lease.requested', environment: place };
  const seq = (facts.get('rival')?.length ?? 0) + 1;
  await ledger.appendFacts('rival', [{ seq, at, event }]);
}
