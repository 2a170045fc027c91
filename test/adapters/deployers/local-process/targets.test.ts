import type { DeploymentOrder } from '../../../../activities/ports/deployer.ts';
import { startAll } from '../../../../adapters/deployers/local-process/start-all.ts';
import { stopAll } from '../../../../adapters/deployers/local-process/stop-all.ts';
import { FIRST, givenNothing, SECOND } from '../../../support/deployers/given.ts';
import { createLocalProcessSubject } from '../../../support/deployers/local-process-subject.ts';
import { processesWith } from '../../../support/deployers/process-environments.ts';
import { runAndKill } from '../../../support/deployers/run-and-kill.ts';
import { quietStep } from '../../../support/deployers/step-context.ts';
import type { DeployerSubject, OrderChoice } from '../../../support/deployers/subject.ts';
import { sweep } from '../contract/kills.ts';

const COUNT = 3;
const THIRD: OrderChoice = { key: 'release-3/web', version: '3.0.0' };

/** An order of several targets. */
function orderOf(subject: DeployerSubject, choice: OrderChoice, instances = COUNT) {
  const order = subject.order(choice);
  return { ...order, settings: { ...order.settings, instances } };
}

/** The version and process at each target, asked of the adapter and of the machine. */
async function standing(subject: DeployerSubject, order: DeploymentOrder) {
  const roll = await targetsOf(subject).look(order, quietStep());
  const { STARTS_FILE = '' } = order.settings.env as Record<string, string>;
  const processes = processesWith('STARTS_FILE', STARTS_FILE);
  return (roll?.targets ?? []).map(({ ordinal, runs, address }) => {
    const found = processes.filter(({ env }) => address?.endsWith(`:${env.get('PORT')}`));
    return { ordinal, runs, versions: found.map(({ env }) => env.get('TIDEGATE_VERSION')), found };
  });
}

function targetsOf({ deployer }: DeployerSubject) {
  if (deployer.targets === undefined) throw new Error('It cannot replace targets.');
  return deployer.targets;
}

type Test = (subject: DeployerSubject, order: DeploymentOrder) => Promise<void>;

/** Runs a test where so many targets of 1.0.0 serve. */
const givenTargets = (count: number, test: Test) =>
  givenNothing(createLocalProcessSubject, async (subject) => {
    await subject.deployer.apply(orderOf(subject, FIRST, count), quietStep());
    await subject.deployer.settle(orderOf(subject, FIRST, count), quietStep());
    await test(subject, orderOf(subject, SECOND, count));
  });

const given = (test: Test) => givenTargets(COUNT, test);

const pidsOf = (targets: Awaited<ReturnType<typeof standing>>) =>
  targets.map(({ found }) => found.map(({ pid }) => pid).join());

test('replaces the named targets in their places, and leaves the others as they are', () =>
  given(async (subject, order) => {
    const before = await standing(subject, order);
    const roll = await targetsOf(subject).replace(order, [2], quietStep());

    expect(roll.targets.map(({ runs, problem }) => [runs, problem])).toEqual([
      ['previous', null],
      ['previous', null],
      ['ordered', null],
    ]);
    const now = await standing(subject, order);
    expect(now.map(({ versions }) => versions)).toEqual([['1.0.0'], ['1.0.0'], ['2.0.0']]);
    expect(pidsOf(now).slice(0, 2)).toEqual(pidsOf(before).slice(0, 2));
    expect(await subject.effectsOf('2.0.0')).toBe(1);
  }));

test('takes back only what was replaced, settled or not', () =>
  given(async (subject, order) => {
    const before = await standing(subject, order);
    await targetsOf(subject).replace(order, [0, 2], quietStep());
    const undone = await subject.deployer.undo(order, quietStep());

    expect(undone).toMatchObject({ changed: true, current: { version: '1.0.0' } });
    expect(undone.current?.instances).toHaveLength(COUNT);
    expect(await subject.standing()).toEqual(['1.0.0', '1.0.0', '1.0.0']);
    expect(await subject.effectsOf('1.0.0')).toBe(COUNT + 2);
    const third = orderOf(subject, THIRD);
    expect(pidsOf(await standing(subject, third))[1]).toBe(pidsOf(before)[1]);
    await targetsOf(subject).replace(third, [0, 1, 2], quietStep());
    await subject.deployer.settle(third, quietStep());
    expect(await subject.standing()).toEqual(['3.0.0', '3.0.0', '3.0.0']);
    const roll = await targetsOf(subject).restore(third, [1], quietStep());
    expect(roll.targets.map(({ runs }) => runs)).toEqual(['ordered', 'previous', 'ordered']);
    await subject.deployer.undo(third, quietStep());
    expect(await subject.standing()).toEqual(['1.0.0', '1.0.0', '1.0.0']);
  }));

test('starts and stops what only one of the versions has', () =>
  given(async (subject) => {
    const fewer = orderOf(subject, SECOND, 2);
    await targetsOf(subject).replace(fewer, [0, 1, 2], quietStep());
    await subject.deployer.settle(fewer, quietStep());
    expect(await subject.standing()).toEqual(['2.0.0', '2.0.0']);
    const more = orderOf(subject, THIRD, 4);
    const begun = await targetsOf(subject).replace(more, [3], quietStep());
    expect(begun.targets.map(({ runs }) => runs)).toEqual([
      'previous',
      'previous',
      null,
      'ordered',
    ]);
  }));

test('stops at a target that lies about its version, and puts it back', () =>
  given(async (subject) => {
    const order = orderOf(subject, { ...SECOND, behaviour: 'lies' });
    const replacing = targetsOf(subject).replace(order, [1], quietStep());
    await expect(replacing).rejects.toMatchObject({
      code: 'deployer/not-ready',
      message: expect.stringContaining('of instance 1, /version reports the digest'),
    });
    await subject.deployer.undo(order, quietStep());
    expect(await subject.standing()).toEqual(['1.0.0', '1.0.0', '1.0.0']);
    const late = targetsOf(subject).replace(order, [1], quietStep());
    await expect(late).rejects.toMatchObject({ code: 'deployer/key-spent' });
  }));

test('refuses who lost the lease, and what somebody else brought in between', () =>
  given(async (subject, order) => {
    await targetsOf(subject).replace({ ...order, fence: 7 }, [0], quietStep());
    const stale = targetsOf(subject).replace({ ...order, fence: 6 }, [1], quietStep());
    await expect(stale).rejects.toMatchObject({ code: 'deployer/stale-fence' });
    const whole = subject.deployer.apply({ ...order, fence: 7 }, quietStep());
    await expect(whole).rejects.toMatchObject({ code: 'deployer/foreign-change' });
    const other = { ...orderOf(subject, THIRD), fence: 7 };
    expect(await targetsOf(subject).look(other, quietStep())).toBeNull();
    await expect(targetsOf(subject).replace(other, [1], quietStep())).rejects.toMatchObject({
      kind: 'needs-person',
      code: 'deployer/foreign-change',
      message: expect.stringContaining(SECOND.key),
    });
    expect(await subject.effectsOf('3.0.0')).toBe(0);
  }));

test('stands again after a restart of the machine as the roll had left it', () =>
  given(async (subject, order) => {
    await targetsOf(subject).replace(order, [1], quietStep());
    await stopAll(subject.root, quietStep());
    await startAll(subject.root, quietStep());
    const now = await standing(subject, order);
    expect(now.map(({ versions }) => versions)).toEqual([['1.0.0'], ['2.0.0'], ['1.0.0']]);
    expect(await subject.standing()).toHaveLength(COUNT);
  }));

test(
  'comes to its end wherever it is killed, when it is repeated',
  () =>
    sweep(async (killAt) => {
      let run: Awaited<ReturnType<typeof runAndKill>> = 'ended';
      await givenTargets(2, async (subject, order) => {
        const { root, tool } = subject;
        run = await runAndKill({ tool, root, step: 'replace', ordinals: [1], order, killAt });
        const roll = await targetsOf(subject).replace(order, [1], quietStep());
        expect(roll.targets.map(({ runs }) => runs)).toEqual(['previous', 'ordered']);
        // Never more than one at a target, never another one touched, and started once.
        expect((await subject.standing()).toSorted()).toEqual(['1.0.0', '2.0.0']);
        expect(await subject.effectsOf('2.0.0')).toBe(1);
        expect(await subject.effectsOf('1.0.0')).toBe(2);
      });
      return run;
    }),
  120_000,
);
