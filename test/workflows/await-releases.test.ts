import type { Awaited } from '../../domain/other-release/awaited.ts';
import type { StageOf } from '../../domain/plan/stage.ts';
import { ask, grant } from '../support/ask-and-grant.ts';
import { deviationPolicy } from '../support/builders/deviation.ts';
import { aPlan, aStage } from '../support/builders/plan.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const hourMs = 3_600_000;
const content = [aStage('build'), aStage('package'), aStage('promote')];
const rules = { deviations: deviationPolicy };
const waiting = (...awaited: readonly Awaited[]) => aStage('await-releases', { awaited });
const deployed = (release: string): Awaited => {
  return { release, stage: 'production/deploy', until: 'succeeded' };
};
/** Withdrawn or not, it owes a review where something was let go. */
const last = [aStage('deploy'), aStage('review')];

/** Starts a release that waits for its board before it deploys. */
const asked = (name: string) =>
  stage.start(aPlan([...content, aStage('approval'), aStage('deploy')], { name }));
/** Starts one that waits for another's deployment. */
const behind = (name: string, other: string) =>
  stage.start(aPlan([waiting(deployed(other)), ...content, ...last], { name, ...rules }));

const waitsOf = async (release: ReleaseActor) => (await release.waitsFor('other-release')).waits;
const historyOf = async ({ handle }: ReleaseActor) => {
  const { events } = await handle.fetchHistory();
  return events?.length ?? 0;
};

test('waits for what another has recorded, says for whom, and costs no history', async () => {
  const other = await asked('autumn');
  await other.waitsFor('approval');
  const release = await behind('spring', 'autumn');
  expect(await waitsOf(release)).toMatchObject([
    {
      id: 'production/predecessors/autumn',
      reason: 'autumn has not done production/deploy: it is waiting, in production/approval.',
      clearedBy: ['cab'],
      remedy: expect.stringContaining('GET /v1/releases/autumn'),
      until: null,
    },
  ]);
  await release.pass(hourMs);
  const length = await historyOf(release);
  await release.pass(2 * hourMs);
  expect(await historyOf(release)).toBe(length);
  expect(stage.tools.touched()).toEqual([]);

  await other.decide('cora', 'production/cab', 'approve');
  // It looks every minute.
  await other.pass(60_000);
  await expect(release.review()).resolves.toBe('released');
  expect(release.eventsOf('wait.ended')).toContainEqual({
    type: 'wait.ended',
    wait: 'production/predecessors/autumn',
    outcome: 'cleared',
  });
});

test('asks people about one that was withdrawn, and goes by their word alone', async () => {
  const release = await behind('spring', 'autumn');
  expect(await waitsOf(release)).toMatchObject([{ reason: 'autumn was not started yet.' }]);
  const other = await asked('autumn');
  await other.waitsFor('approval');
  await other.command('rita', 'withdraw');
  await expect(other.handle.result()).resolves.toBe('withdrawn');
  const { waits } = await release.until((state) =>
    state.waits.some(({ reason }) => reason === 'autumn was withdrawn.'),
  );
  expect(waits).toMatchObject([
    {
      clearedBy: ['management', 'release-managers'],
      remedy: expect.stringContaining('management may let it go without autumn'),
    },
  ]);
  await release.pass(hourMs);
  const told = stage.tools.messages.find(({ text }) => text.startsWith('autumn was withdrawn.'));
  expect(told?.audience).toEqual(['management', 'release-managers']);
  expect(stage.tools.touched()).toEqual([]);

  const scope = { kind: 'other-release', environment: 'production', release: 'autumn' } as const;
  const deviation = await ask(release, 'production', { scope });
  expect(await grant(release, 'cora', deviation)).toMatchObject({ outcome: 'refused' });
  expect(await grant(release, 'mona', deviation)).toMatchObject({ outcome: 'accepted' });
  await expect(release.review()).resolves.toBe('released');
  expect(release.eventsOf('deviation.used')).toMatchObject([
    { deviation, stage: 'production/predecessors' },
  ]);
});

describe('a train', () => {
  const trainOf = (...others: readonly string[]): StageOf<'await-releases'> => {
    const awaited = others.map(
      (release): Awaited => ({
        release,
        stage: 'production/train',
        until: 'reached',
        train: 'year-end',
      }),
    );
    return aStage('await-releases', { id: 'production/train', awaited });
  };
  const member = (name: string, ...others: readonly string[]) => {
    const stages = [...content, aStage('approval'), trainOf(...others), ...last];
    return stage.start(aPlan(stages, { name, environments: ['production'], ...rules }));
  };
  const approve = async (release: ReleaseActor) => {
    await release.waitsFor('approval');
    await release.decide('cora', 'production/cab', 'approve');
  };

  test('enters when all are ready, and leaves nobody behind without a decision', async () => {
    const first = await member('orders', 'prices', 'shop');
    const second = await member('prices', 'orders', 'shop');
    await approve(first);
    await first.until(({ waits }) => waits.length === 2);
    const third = await member('shop', 'orders', 'prices');
    await approve(second);
    // The two are ready, and the third says why neither goes.
    const { waits } = await first.until((state) =>
      state.waits.some(({ reason }) => reason.startsWith('shop is not ready')),
    );
    expect(waits.map(({ id, clearedBy }) => ({ id, clearedBy }))).toContainEqual({
      id: 'production/train/shop',
      clearedBy: ['cab'],
    });
    await second.until((state) => state.waits.some(({ id }) => id === 'production/train/shop'));
    expect(stage.tools.touched()).toEqual([]);

    await third.command('rita', 'withdraw');
    await expect(third.handle.result()).resolves.toBe('withdrawn');
    const scope = { kind: 'other-release', environment: 'production', release: 'shop' } as const;
    for (const release of [first, second]) {
      await release.until((state) =>
        state.waits.some(({ reason }) => reason === 'shop was withdrawn.'),
      );
      expect(stage.tools.touched()).toEqual([]);
      await grant(release, 'mona', await ask(release, 'production', { scope }));
    }
    await first.waitsFor('obligation');
    await second.waitsFor('obligation');
    const applied = stage.tools.touched().filter((effect) => effect.startsWith('apply '));
    expect(applied).toHaveLength(2);
  });

  test('is none with a release that does not say the same', async () => {
    const stranger = await member('prices', 'shop');
    await approve(stranger);
    await stranger.waitsFor('other-release');
    const release = await member('orders', 'prices');
    await approve(release);
    expect(await waitsOf(release)).toMatchObject([
      { reason: 'The plan of prices does not say that it goes with orders by year-end.' },
    ]);
  });
});
