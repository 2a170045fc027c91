import type { ReleaseView } from '../../api/views/release-view.ts';
import { brokenPositions, ledgerRows } from '../support/journey/ledger-rows.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { storefrontRelease } from '../support/storefront/documents.ts';
import { whileShopping } from '../support/storefront/shoppers.ts';
import { useStorefront } from '../support/storefront/storefront.ts';

const shop = useStorefront();
const withinMs = 100_000;

const begin = (version: string): Promise<JourneyRelease> =>
  shop.storefront.journey.begin(storefrontRelease(version, 'careful'));

const goneBack = (release: JourneyRelease): Promise<ReleaseView> =>
  release.until('goes back', ({ phase }) => phase === 'reviewing', withinMs);

const actionsOf = async (release: JourneyRelease) =>
  (await ledgerRows(shop.storefront.journey.databaseUrl, release.name))
    .filter(({ sort }) => sort === 'action')
    .map(({ content }) => JSON.parse(content) as { action: string; key: string; phase: string });

describe('a version that fails some orders', () => {
  test('is stopped by the canary and taken back whole, by itself', async () => {
    const { storefront } = shop;
    const before = await storefront.standing();
    let release = await begin('2.1.0');
    const origin = await storefront.originOf('web');
    const met = await whileShopping(origin, () => goneBack(release));
    expect(await storefront.standing()).toEqual(before);
    expect(met.failures).toBeGreaterThan(0);
    const { rollback, changes, incidents, obligations } = await release.view();
    expect(rollback?.reason).toMatch(/^production\/canary failed: /);
    expect(changes.map(({ component, status }) => [component, status])).toEqual([
      ['schema', 'undone'],
      ['orders', 'undone'],
    ]);
    expect(incidents).toMatchObject([
      { kind: 'breach', how: 'What served before serves again.', resolvedAt: expect.any(String) },
    ]);
    expect(obligations[0]?.mandatoryBecause).toEqual([`Rolled back: ${rollback?.reason}`]);
    release = shop.storefront.journey.release(release.name);
    expect((await release.review()).outcome).toBe('rolled-back');
  }, 150_000);

  test('leaves what can tell of it behind, kept before anything was undone', async () => {
    const { storefront } = shop;
    const release = storefront.journey.release('storefront-2-1-0');
    const actions = await actionsOf(release);
    const back = actions.filter(({ phase }) => phase === 'intent').slice(-7);
    expect(back.map(({ action, key }) => [action, key.split('/').at(-2)])).toEqual(
      expect.arrayContaining([['captureForensics', 'rollback']]),
    );
    const [captured] = await release.facts('forensics.captured');
    expect(captured?.missing).toEqual([]);
    const kept = captured?.exhibits.map(({ component, evidence }) => ({
      component,
      text: storefront.evidence(evidence),
    }));
    expect(kept?.map(({ component }) => component)).toEqual(['orders', 'schema']);
    for (const { text } of kept ?? []) expect(text).not.toContain(storefront.password);
    const orders = JSON.parse(kept?.[0]?.text ?? '{}');
    expect(JSON.stringify(orders.logs)).toContain('orders_fingerprint');
    expect(orders.configuration.settings.env.DATABASE_URL).toContain(':[redacted]@');
    expect(orders.metrics.counters.length).toBe(2);
    expect(orders.state.deployment.candidate.version).toBe('2.1.0');
    expect(orders.state.traffic.shares.length).toBe(2);
  });

  test('is validated like a deployment, and all of it is in the ledger', async () => {
    const release = shop.storefront.journey.release('storefront-2-1-0');
    const [validated] = await release.facts('rollback.validated');
    expect(validated).toMatchObject({ environment: 'production', verdict: 'pass' });
    expect(validated?.components).toMatchObject([
      { component: 'schema', found: { version: '2.0.0' } },
      { component: 'orders', found: { version: '2.0.0' } },
    ]);
    const rows = await ledgerRows(shop.storefront.journey.databaseUrl, release.name);
    expect(brokenPositions(rows)).toEqual([]);
    const facts = rows
      .filter(({ sort }) => sort === 'fact')
      .map(({ content }) => JSON.parse(content) as { at: string; event: { type: string } });
    const at = (type: string, nth = 0) =>
      Date.parse(facts.filter(({ event }) => event.type === type).at(nth)?.at ?? '');
    const breach = at('stage.failed');
    console.log('ms from breach', {
      started: at('rollback.started') - breach,
      captured: at('forensics.captured') - breach,
      users: at('traffic.shifted', -1) - breach,
      finished: at('rollback.finished') - breach,
    });
  });
});

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
}, 150_000);

test('a version that fails after everyone has it is taken back from everyone', async () => {
  const { storefront } = shop;
  const before = await storefront.standing();
  const release = await begin('2.3.0');
  const met = await whileShopping(await storefront.originOf('web'), () => goneBack(release));
  expect(await storefront.standing()).toEqual(before);
  expect(met.failures).toBeGreaterThan(0);
  const judged = await release.facts('canary.judged');
  expect(judged.map(({ verdict }) => verdict)).toEqual(['pass']);
  expect((await release.review()).rollback?.reason).toMatch(/^production\/stabilize failed: /);
}, 150_000);

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
  }, 150_000);

  test('goes on when a person has mended the cause, and leaves all as before', async () => {
    const { storefront } = shop;
    const release = storefront.journey.release('storefront-2-4-0');
    const unnamed = await release.command('opal', 'skip-compensation');
    expect([unnamed.status, unnamed.body.detail]).toEqual([
      409,
      expect.stringContaining(`Name the undoing to skip as the target: ${undoing}.`),
    ]);
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
  }, 150_000);
});
