import { notedIn } from '../../adapters/simulated/noted-leases.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import {
  calendarChangedSignal,
  environmentQuery,
  environmentWorkflowId,
} from '../../workflows/contract.ts';
import { aPlan, aStage } from '../support/builders/plan.ts';
import { eventually } from '../support/journey/eventually.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const content = [aStage('build'), aStage('package'), aStage('promote')];
const changing = [aStage('deploy'), aStage('uat')];
const emergency = { releaseClass: 'emergency' } as const;

function start(name: string, change: Partial<ReleasePlan> = {}): Promise<ReleaseActor> {
  return stage.start(aPlan([...content, ...changing], { name, ...change }));
}

/** A release that asks the calendar, and checks its list before it deploys. */
function careful(name: string): Promise<ReleaseActor> {
  const before = [aStage('window'), aStage('checklist')];
  return stage.start(aPlan([...content, ...before, ...changing], { name }));
}

async function accept(release: ReleaseActor): Promise<void> {
  await release.waitsFor('uat');
  await release.decide('una', 'production/uat', 'approve');
  await expect(release.handle.result()).resolves.toBe('released');
}

const environment = () =>
  stage.environment.client.workflow.getHandle(environmentWorkflowId('production'));

const queued = (...names: readonly string[]) =>
  eventually(`${names.join(', ')} wait`, async () => {
    const { queue } = await environment().query(environmentQuery);
    const found = queue.map(({ release }) => release);
    return found.join() === names.join() ? found : null;
  });

async function freeze(): Promise<void> {
  const nowMs = await stage.environment.currentTimeMs();
  stage.records.entries.push({
    id: 'year-end',
    kind: 'freeze',
    title: 'Year end',
    environments: ['production'],
    start: new Date(nowMs - 1).toISOString(),
    end: null,
    owner: 'management',
  });
}

const brought = () => stage.tools.touched().filter((effect) => effect.startsWith('apply')).length;
const held = () => {
  const [lease] = notedIn(stage.records.held, 'production').holders;
  if (lease === undefined) return undefined;
  const { place: _, ...rest } = lease;
  return rest;
};

test('who waits for the calendar lets an emergency before it, and looks again', async () => {
  const front = await start('front');
  await front.waitsFor('uat');
  const patient = await careful('patient');
  await patient.waitsFor('lease');
  const last = await start('last');
  await queued('patient', 'last');
  await freeze();
  await accept(front);
  await patient.waitsFor('window');
  expect(held()).toEqual({ release: 'patient', fence: 2 });
  const hotfix = await start('hotfix', emergency);
  await hotfix.waitsFor('uat');
  expect(held()).toEqual({ release: 'hotfix', fence: 3 });
  expect(patient.eventsOf('lease.recalled')).toMatchObject([{ for: 'hotfix' }]);
  expect(patient.eventsOf('lease.yielded')).toMatchObject([{ fence: 2, to: 'hotfix' }]);
  const { waits } = await patient.state();
  expect(waits.find(({ kind }) => kind === 'lease')?.reason).toMatch(/emergency release hotfix/);
  await queued('patient', 'last');
  await accept(hotfix);
  await patient.recorded('lease.granted', 2);
  const again = await patient.state();
  expect(again.waits.map(({ kind }) => kind)).toEqual(['window']);
  expect(again.leases).toMatchObject([{ fence: 4, gaveWay: { to: 'hotfix' } }]);
  expect(brought()).toBe(2);
  stage.records.entries.splice(0);
  await patient.handle.signal(calendarChangedSignal);
  await accept(patient);
  const told = patient.events().map(({ type }) => type);
  // The list is gone through again, and before anything is brought in.
  const listed = patient.eventsOf('gate.judged').filter(({ gate }) => gate === 'rollback-plan');
  expect(listed).toHaveLength(2);
  expect(told.indexOf('environment.rechecked')).toBeLessThan(told.indexOf('change.applied'));
  expect(told.lastIndexOf('gate.judged')).toBeLessThan(told.indexOf('environment.rechecked'));
  await accept(last);
});

test('who has changed something is not interrupted: the emergency comes next', async () => {
  const holder = await start('changing');
  await holder.waitsFor('uat');
  const usual = await start('usual');
  await queued('usual');
  const hotfix = await start('urgent', emergency);
  await queued('urgent', 'usual');
  await holder.recorded('lease.recalled');
  expect(held()).toEqual({ release: 'changing', fence: 1, recalledFor: 'urgent' });
  // It is asked, and goes on all the same.
  await accept(holder);
  expect(holder.eventsOf('lease.yielded')).toEqual([]);
  await hotfix.waitsFor('uat');
  expect(held()).toEqual({ release: 'urgent', fence: 2 });
  // Between two emergencies the first one stays.
  const other = await start('other', emergency);
  await queued('other', 'usual');
  expect(held()).toEqual({ release: 'urgent', fence: 2 });
  await hotfix.command('rita', 'rollback');
  for (const next of [other, usual]) await accept(next);
});

test('who only waits gives nothing to a forged word, nor to one that is gone', async () => {
  const front = await start('first');
  await front.waitsFor('uat');
  const paused = await start('paused');
  await queued('paused');
  const gone = await start('gone', emergency);
  await front.recorded('lease.recalled');
  await gone.command('rita', 'withdraw');
  await expect(gone.handle.result()).resolves.toBe('withdrawn');
  await queued('paused');
  await paused.command('rita', 'pause');
  await accept(front);
  await paused.recorded('lease.granted');
  await paused.handle.signal('lease-recalled', { environment: 'production' });
  await environment().signal('give-way', { release: 'paused', fence: 2 });
  await paused.recorded('statement.refused');
  expect(paused.eventsOf('statement.refused')).toMatchObject([{ code: 'lease/not-recalled' }]);
  expect(held()).toEqual({ release: 'paused', fence: 2 });
  // One that is really there is let before.
  const hotfix = await start('present', emergency);
  await accept(hotfix);
  await paused.recorded('lease.granted', 2);
  await paused.command('rita', 'resume');
  await accept(paused);
});

test('who comes to wait only after the emergency has gone keeps what it holds', async () => {
  let goOn = () => {};
  const opened = new Promise<void>((resolve) => (goOn = resolve));
  let isHeld = false;
  stage.records.beforeAppend = async (batch) => {
    if (isHeld || !batch.some(({ event }) => event.type === 'compensation.registered')) return;
    isHeld = true;
    await opened;
  };
  const holder = await careful('slow');
  await holder.until(() => isHeld);
  const gone = await start('gone-again', emergency);
  await holder.until(({ leases }) => leases.some(({ recalledFor }) => recalledFor !== undefined));
  await gone.command('rita', 'withdraw');
  await expect(gone.handle.result()).resolves.toBe('withdrawn');
  await queued();
  await freeze();
  goOn();
  await holder.waitsFor('window');
  await holder.recorded('lease.recalled', 2);
  expect(holder.eventsOf('lease.recalled').at(-1)).toMatchObject({ for: null });
  expect(holder.eventsOf('lease.yielded')).toEqual([]);
  stage.records.entries.splice(0);
  await holder.handle.signal(calendarChangedSignal);
  await accept(holder);
});

test('a reservation keeps the others out until it ends or is taken back', async () => {
  const nowMs = await stage.environment.currentTimeMs();
  const day = 86_400_000;
  stage.records.reservations.push({
    id: 'r-1',
    environment: 'production',
    release: 'booked',
    startsAt: new Date(nowMs - day).toISOString(),
    endsAt: new Date(nowMs + day).toISOString(),
    by: 'rita',
  });
  const other = await start('other-one');
  await other.waitsFor('lease');
  await queued('other-one');
  expect(held()).toBeUndefined();
  const booked = await start('booked');
  await booked.waitsFor('uat');
  await accept(booked);
  // The environment notes that it is free after the release has ended, and stays so.
  await eventually('it is free', async () => (held() === undefined ? true : null));
  await queued('other-one');
  // It goes on by itself when the time has come.
  await other.pass(day);
  await accept(other);
  stage.records.reservations.push({
    id: 'r-2',
    environment: 'production',
    release: 'nobody',
    startsAt: new Date(nowMs).toISOString(),
    endsAt: new Date(nowMs + 30 * day).toISOString(),
    by: 'rita',
  });
  const next = await start('next-one');
  await queued('next-one');
  await accept(await start('passing', emergency));
  await queued('next-one');
  stage.records.reservations.splice(0);
  await environment().signal('reservations-changed');
  await accept(next);
});
