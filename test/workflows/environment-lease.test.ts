import {
  environmentQuery,
  environmentWorkflowId,
  taskQueues,
  workflowTypes,
} from '../../workflows/contract.ts';
import { aComponent, aPlan, aStage } from '../support/builders/plan.ts';
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

/** A release that holds production until its testers have accepted. */
function start(name: string): Promise<ReleaseActor> {
  return stage.start(aPlan([...content, aStage('deploy'), aStage('uat')], { name }));
}

async function holding(name: string): Promise<ReleaseActor> {
  const release = await start(name);
  await release.waitsFor('uat');
  return release;
}

async function queued(name: string): Promise<ReleaseActor> {
  const release = await start(name);
  await release.waitsFor('lease');
  return release;
}

async function accept(release: ReleaseActor): Promise<void> {
  await release.decide('una', 'production/uat', 'approve');
  await expect(release.handle.result()).resolves.toBe('released');
}

const production = () => {
  const { client } = stage.environment;
  return client.workflow.getHandle(environmentWorkflowId('production')).query(environmentQuery);
};

const at = { environment: 'production', place: 1 };
const lease = (release: string | null, fence: number) => ({ ...at, release, fence });

describe('an environment', () => {
  test('is held by one release at a time, and goes to the next when it is given back', async () => {
    const first = await holding('first');
    const second = await queued('second');
    expect(stage.tools.touched().filter((effect) => effect.startsWith('apply'))).toHaveLength(1);
    expect(stage.records.held.get('production/1')).toEqual(lease('first', 1));
    await accept(first);
    await second.waitsFor('uat');
    expect(stage.records.held.get('production/1')).toEqual(lease('second', 2));
    await accept(second);
    expect(stage.records.leaseHistory).toEqual([
      lease('first', 1),
      lease(null, 1),
      lease('second', 2),
      lease(null, 2),
    ]);
  });

  test('goes to the next release when its holder is rolled back', async () => {
    const first = await holding('back');
    const second = await queued('after');
    await first.command('rita', 'rollback');
    await second.waitsFor('uat');
    expect(stage.tools.touched().indexOf('undo web')).toBeLessThan(
      stage.tools.touched().lastIndexOf('apply web 2.0.0'),
    );
    await accept(second);
  });
});

describe('the queue of an environment', () => {
  test('is not blocked by a release that is gone before its turn', async () => {
    const first = await holding('holder');
    const second = await queued('gone');
    const third = await queued('patient');
    await second.handle.terminate('Somebody ended it.');
    await accept(first);
    await third.waitsFor('uat');
    expect(stage.records.held.get('production/1')).toEqual(lease('patient', 3));
  });

  test('goes by priority, and a portfolio that is applied meanwhile goes over it', async () => {
    const first = await holding('in-front');
    const routine = await queued('routine');
    const priority = { level: 'high', reason: 'It closes a hole.' } as const;
    const stages = [...content, aStage('deploy'), aStage('uat')];
    const patch = await stage.start({
      ...aPlan(stages, { name: 'patch' }),
      schedule: { priority },
    });
    await patch.waitsFor('lease');
    const sale = await queued('sale');
    // A release tells that it waits before its asking has arrived.
    const queue = await eventually('three wait', async () => {
      const book = await production();
      return book.queue.length === 3 ? book.queue : null;
    });
    expect(queue[0]).toEqual({ release: 'patch', priority: 1 });
    stage.records.decided.push(
      { release: 'sale', level: 'high', reason: 'It is announced.' },
      { release: 'patch', level: 'low', reason: 'It can wait.' },
    );
    await accept(first);
    for (const next of [sale, routine, patch]) {
      await next.waitsFor('uat');
      await accept(next);
    }
  });

  test('loses a release from its queue when that is withdrawn', async () => {
    await holding('stays');
    const second = await queued('leaves');
    await second.command('rita', 'withdraw');
    await expect(second.handle.result()).resolves.toBe('withdrawn');
    await second.until(() => stage.records.actions.some(({ action }) => action === 'releaseLease'));
    await expect(production()).resolves.toMatchObject({
      holders: [{ release: 'stays' }],
      queue: [],
    });
  });
});

describe('a grant', () => {
  test('that is forged opens nothing, and is refused on the record', async () => {
    const first = await holding('rightful');
    const second = await queued('deceived');
    await second.handle.signal('lease-granted', { environment: 'production', fence: 99 });
    await second.handle.signal('lease-granted', { environment: 'staging', fence: 1 });
    await second.recorded('statement.refused', 2);
    expect(second.eventsOf('statement.refused')).toMatchObject([
      { signal: 'lease-granted', code: 'lease/not-granted' },
      { signal: 'lease-granted', code: 'lease/not-asked-for' },
    ]);
    expect(second.eventsOf('lease.granted')).toEqual([]);
    expect(stage.tools.touched().filter((effect) => effect.startsWith('apply'))).toHaveLength(1);
    await accept(first);
    await second.waitsFor('uat');
    expect(second.eventsOf('lease.granted')).toMatchObject([{ fence: 2 }]);
    await accept(second);
  });

  test('is told again to a holder that did not hear of it', async () => {
    const release = await holding('deaf');
    const { client } = stage.environment;
    const handle = client.workflow.getHandle(environmentWorkflowId('production'));
    await handle.signal('request-lease', { release: 'deaf', priority: 0 });
    await release.command('rita', 'pause');
    const { events } = await release.handle.fetchHistory();
    const granted = () =>
      (events ?? []).filter(
        (event) => event.workflowExecutionSignaledEventAttributes?.signalName === 'lease-granted',
      );
    expect(granted()).toHaveLength(1);
    // Hearing it twice, first as the answer to its asking, changes nothing.
    expect(release.eventsOf('lease.granted')).toHaveLength(1);
  });
});

describe('a message to an environment', () => {
  const send = (signal: string, ...args: readonly unknown[]) =>
    stage.environment.client.workflow
      .getHandle(environmentWorkflowId('production'))
      .signal(signal, ...args);

  test('that no records bear out, or that says nothing, changes nothing', async () => {
    const first = await holding('owner');
    await send('release-lease', { release: 'owner' });
    await send('request-lease', { release: 'invented', priority: 1_000 });
    for (const signal of ['release-lease', 'request-lease', 'take-everything']) {
      await send(signal);
      await send(signal, null);
      await send(signal, { release: 7 });
    }
    const second = await queued('honest');
    let book = await production();
    while (book.queue.length === 0) book = await production();
    expect(book).toMatchObject({
      holders: [{ release: 'owner' }],
      fence: 1,
      queue: [{ release: 'honest' }],
    });
    await accept(first);
    await second.waitsFor('uat');
    await accept(second);
    // The environment notes that it is free after the release has ended.
    await second.until(() => stage.records.held.get('production/1')?.release === null);
    expect(stage.records.leaseHistory.map(({ release }) => release)).toEqual([
      'owner',
      null,
      'honest',
      null,
    ]);
  });
});

test('an environment with two places is held by two releases with different services', async () => {
  stage.records.capacities.set('production', 2);
  const bring = (name: string, component: string) => {
    const stages = [...content, aStage('deploy', { waves: [[component]] }), aStage('uat')];
    return stage.start(aPlan(stages, { name, components: [aComponent(component)] }));
  };
  const web = await bring('web-1', 'web');
  await web.waitsFor('uat');
  const orders = await bring('orders-1', 'orders');
  await orders.waitsFor('uat');
  const again = await bring('web-2', 'web');
  await again.waitsFor('lease');
  await eventually('it is in the queue', async () => (await production()).queue[0] ?? null);
  expect((await production()).holders).toMatchObject([
    { release: 'web-1', fence: 1, place: 1 },
    { release: 'orders-1', fence: 2, place: 2 },
  ]);
  await accept(orders);
  await accept(web);
  await again.waitsFor('uat');
  expect(stage.records.held.get('production/1')).toEqual(lease('web-2', 3));
  await accept(again);
});

test('an ended environment goes on with the holder and number of the records', async () => {
  const first = await holding('before');
  const { client } = stage.environment;
  const ended = client.workflow.getHandle(environmentWorkflowId('production'));
  await ended.terminate('Somebody ended it.');
  const forged = { environment: 'production', holders: [], fence: 1_000, queue: [] };
  await client.workflow.start(workflowTypes.environment, {
    workflowId: environmentWorkflowId('production'),
    taskQueue: taskQueues.workflows,
    args: [{ environment: 'production', carried: forged }],
  });
  const second = await queued('next');
  await expect(production()).resolves.toMatchObject({ holders: [{ release: 'before' }], fence: 1 });
  await accept(first);
  await second.waitsFor('uat');
  expect(stage.records.held.get('production/1')).toEqual(lease('next', 2));
  await accept(second);
});
