import type { ReleaseView } from '../../api/views/release-view.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { storefrontRelease } from '../support/storefront/documents.ts';
import { whileShopping } from '../support/storefront/shoppers.ts';
import { useStorefront } from '../support/storefront/storefront.ts';

const shop = useStorefront();
const withinMs = 150_000;

const begin = (version: string): Promise<JourneyRelease> =>
  shop.storefront.journey.begin(storefrontRelease(version, 'careful'));

const goneBack = (release: JourneyRelease): Promise<ReleaseView> =>
  release.until('goes back', ({ phase }) => phase === 'reviewing', withinMs);

test('a version whose smoke test fails meets no user', async () => {
  const { storefront } = shop;
  const before = await storefront.standing();
  const release = await begin('2.2.0');
  const met = await whileShopping(await storefront.originOf('web'), () => goneBack(release));
  expect(await storefront.standing()).toEqual(before);
  expect({ failures: met.failures, versions: Object.keys(met.versions) }).toEqual({
    failures: 0,
    versions: ['2.0.0'],
  });
  expect(await release.facts('traffic.shifted')).toEqual([]);
  const judged = await release.facts('gate.judged');
  expect(judged.at(-1)).toMatchObject({ gate: 'page-stands', verdict: 'fail' });
  expect((await release.review()).rollback?.reason).toMatch(/^production\/smoke failed: /);
}, 200_000);

test('a version that fails after everyone has it is taken back from everyone', async () => {
  const { storefront } = shop;
  const before = await storefront.standing();
  const release = await begin('2.3.0');
  const met = await whileShopping(await storefront.originOf('web'), () => goneBack(release));
  expect(await storefront.standing()).toEqual(before);
  expect(met.failures).toBeGreaterThan(0);
  const judged = await release.facts('canary.judged');
  expect(judged.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
  expect((await release.review()).rollback?.reason).toMatch(/^production\/stabilize failed: /);
}, 200_000);

describe('a rollback that fails', () => {
  const undoing = 'production/schema';

  test('is an incident that holds the environment, with users back on what served', async () => {
    const { storefront } = shop;
    const before = await storefront.standing();
    const release = await begin('2.4.0');
    const stuck = () => release.until('asks', ({ state }) => state === 'rollback-failed', withinMs);
    await whileShopping(await storefront.originOf('web'), stuck);
    const { blockers, incidents, changes } = await release.view();
    expect(blockers[0]?.reason).toMatch(
      /^schema 2.4.0 in production could not be taken back: .*cannot drop column note/,
    );
    expect(blockers[0]?.remedy).toContain(`skip-compensation with the target ${undoing}`);
    expect(incidents.map(({ kind, resolvedAt }) => [kind, resolvedAt])).toEqual([
      ['breach', null],
      ['rollback-failed', null],
    ]);
    expect(changes.map(({ status }) => status)).toEqual(['undo-failed', 'undone']);
    const now = await storefront.standing();
    expect(now.running).toEqual(before.running);
    expect(now.migrations).toContain('0004-order-notes');
    const holder = await storefront.journey.person('rita');
    const { body } = await holder.get<{ environments: { name: string; holder: unknown }[] }>(
      '/v1/environments',
    );
    expect(JSON.stringify(body)).toContain(release.name);
  }, 200_000);

  test('goes on when a person has mended the cause, and leaves all as before', async () => {
    const { storefront } = shop;
    const release = storefront.journey.release('storefront-2-4-0');
    const unnamed = await release.command('opal', 'skip-compensation');
    expect([unnamed.status, unnamed.body.detail]).toEqual([
      409,
      expect.stringContaining(`Name the undoing to skip as the target: ${undoing}.`),
    ]);
    expect((await release.command('opal', 'take-over')).body.outcome).toBe('accepted');
    const { reason, remedy } = await release.untilBlocked('production/taken-over');
    expect(reason).toContain(`production back by hand, which stays held. Not undone: ${undoing}.`);
    expect(remedy).toContain('retry to let Tidegate go on');
    await storefront.sql('drop view orders_with_note');
    expect((await release.command('opal', 'retry')).body.outcome).toBe('accepted');
    const closed = await release.review();
    expect(closed.outcome).toBe('rolled-back');
    const { columns, views, migrations, version, page } = await storefront.standing();
    expect({ views, version, page }).toEqual({ views: [], version: '2.0.0', page: 200 });
    expect(columns).not.toContain('note');
    expect(columns).not.toContain('fingerprint');
    expect(migrations.at(-1)).toBe('0002-order-currency');
    expect(closed.incidents.map(({ resolvedAt }) => resolvedAt)).not.toContain(null);
    expect(closed.obligations[0]?.mandatoryBecause.join()).toContain('Incident: schema 2.4.0');
  }, 200_000);
});
