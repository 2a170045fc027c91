import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import fc from 'fast-check';
import { doneOf, moveBatch, type RollAtWork, type RollPorts } from '../../activities/move-batch.ts';
import { StepFailure } from '../../activities/ports/failures.ts';
import type { Traffic } from '../../activities/ports/traffic.ts';
import { returnToUntouched, rollBackTargets } from '../../activities/roll-back-targets.ts';
import type { Ordered, Rolling } from '../../domain/deployment/strategy.ts';
import { aComponent, replacing } from '../support/builders/plan.ts';
import { quietStep } from '../support/deployers/step-context.ts';
import { type Mishap, type SimulatedTargets, simulateTargets } from './simulated-targets.ts';

const logger = new DefaultLogger('ERROR');
const waves = 8;
const services = 50;
const count = 20;

type Service = {
  readonly work: RollAtWork;
  readonly ports: RollPorts;
  readonly simulated: SimulatedTargets;
};

/** Repeats what lost its answer, as Temporal does. */
async function insist<Outcome>(act: () => Promise<Outcome>): Promise<Outcome> {
  for (;;) {
    try {
      return await new MockActivityEnvironment({}, { logger }).run(act);
    } catch (error) {
      if (!(error instanceof StepFailure) || error.kind !== 'retry') throw error;
    }
  }
}

async function forward({ work, ports }: Service): Promise<void> {
  const look = () => work.targets.look(work.order, work.context);
  const batch = async () => {
    const roll = await look();
    return roll === null ? null : (await moveBatch(ports, work, roll)).roll;
  };
  for (;;) {
    const roll = await insist(batch);
    if (roll === null || doneOf(roll, 'ordered') === count) return;
  }
}

/** As `returnUsers` and `undoChange` do it. */
async function back({ work, ports }: Service): Promise<void> {
  const { step, component, order, targets, context } = work;
  const change = { component, order, deployer: { targets } };
  for (const act of [returnToUntouched, undo]) {
    await insist(async () => {
      const roll = await targets.look(order, context);
      if (roll !== null) await act(ports, step, change, roll);
    });
  }
}

const undo = rollBackTargets;

const rulesOf = (number: number, size: number): Rolling | Ordered =>
  number % 5 === 0
    ? { kind: 'ordered', primary: number % count }
    : { kind: 'rolling', batch: { targets: size }, maximumUnavailable: Math.max(1, size - 1) };

function aService(number: number, size: number, sick: number | null, next: () => Mishap): Service {
  const rules = rulesOf(number, size);
  const most = rules.kind === 'ordered' ? 1 : Math.max(1, size - 1);
  const simulated = simulateTargets(count, most, sick, next);
  const component = replacing(aComponent(`service-${number}`), rules);
  const place = { environment: 'production', component: component.name, fence: 1 };
  const order = { ...place, key: component.name, settings: {}, artifact };
  const step = { ...place, release: 'model', facts: [], after: 0, key: component.name };
  const traffic: Traffic = { ...unused, shift: async (division) => simulated.shift(division) };
  const context = quietStep();
  const targets = simulated.replacer;
  return {
    ports: { traffic },
    simulated,
    work: { step, component, order, targets, rules, goal: 'ordered', context },
  };
}

const notAsked = () => Promise.reject(new Error('Rolls ask for nothing else.'));
const unused = { observe: notAsked, preview: notAsked, undo: notAsked, counters: notAsked };
const artifact = { digest: 'sha256:new', version: '2.0.0', path: null };

test(`${services} services in ${waves} waves roll, or roll back, whatever goes wrong`, async () => {
  const plans = fc.record({
    seed: fc.integer(),
    size: fc.integer({ min: 1, max: count }),
    sick: fc.option(fc.record({ service: fc.nat(services - 1), target: fc.nat(count - 1) })),
    mishaps: fc.infiniteStream(
      fc.constantFrom<Mishap>('none', 'none', 'none', 'before', 'half-way', 'after'),
    ),
  });
  const check = fc.asyncProperty(plans, async ({ size, sick, mishaps }) => {
    const next = () => {
      const drawn: IteratorResult<Mishap, undefined> = mishaps.next();
      return drawn.value ?? 'none';
    };
    const all = Array.from({ length: services }, (_, number) =>
      aService(number, size, sick?.service === number ? sick.target : null, next),
    );
    const failed = await rollWaves(all);
    expect(failed).toBe(sick !== null);
    const goal = failed ? 'previous' : 'ordered';
    for (const { simulated } of all) {
      expect(simulated.broken).toEqual([]);
      expect(simulated.targets.map(({ runs }) => runs)).toEqual(simulated.targets.map(() => goal));
      expect(new Set(simulated.users()).size).toBe(count);
      // Replaced once and restored once, or never touched.
      const starts = new Set(simulated.targets.map((target) => target.starts));
      for (const each of starts) expect(failed ? [1, 3] : [2]).toContain(each);
    }
  });
  await fc.assert(check, { numRuns: 6 });
}, 60_000);

/** Wave after wave; a failure takes back all that was begun, the latest first. */
async function rollWaves(all: readonly Service[]): Promise<boolean> {
  const begun: Service[] = [];
  const perWave = Math.ceil(all.length / waves);
  for (let from = 0; from < all.length; from += perWave) {
    const wave = all.slice(from, from + perWave);
    begun.push(...wave);
    const ended = await Promise.allSettled(wave.map(forward));
    if (ended.every(({ status }) => status === 'fulfilled')) continue;
    for (const service of begun.toReversed()) await back(service);
    return true;
  }
  return false;
}
