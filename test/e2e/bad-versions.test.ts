import type { ReleaseView } from '../../api/views/release-view.ts';
import { brokenPositions, factsIn, ledgerRows } from '../support/journey/ledger-rows.ts';
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

const steps = /^(deployComponent|captureForensics|returnUsers|undoChange|validateRestored)$/;

/** What was begun on tools, in its order, as the ledger has it: `undoChange orders`. */
async function begunOn(release: JourneyRelease): Promise<readonly string[]> {
  const rows = await ledgerRows(shop.storefront.journey.databaseUrl, release.name);
  return rows
    .map(({ content }) => JSON.parse(content) as Record<'action' | 'key' | 'phase', string>)
    .filter(({ action, phase }) => phase === 'intent' && steps.test(action))
    .map(({ action, key }) => `${action} ${/(schema|orders)/.exec(key)?.[0] ?? ''}`.trimEnd());
}

describe('a version that fails some orders', () => {
  test('is stopped by the canary and taken back whole, by itself', async () => {
    const { storefront } = shop;
    const before = await storefront.standing();
    const release = await begin('2.1.0');
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
    expect(obligations[0]?.mandatoryBecause).toContain(`Rolled back: ${rollback?.reason}`);
    expect((await release.review()).outcome).toBe('rolled-back');
  }, 200_000);

  test('leaves what can tell of it behind, kept before anything was undone', async () => {
    const { storefront } = shop;
    const release = storefront.journey.release('storefront-2-1-0');
    expect(await begunOn(release)).toEqual([
      'deployComponent schema',
      'deployComponent orders',
      'captureForensics',
      'returnUsers',
      'undoChange orders',
      'undoChange schema',
      'validateRestored',
    ]);
    const [captured] = await release.facts('forensics.captured');
    expect(captured?.missing).toEqual([]);
    const kept = captured?.exhibits.map(({ component, evidence }) => ({
      component,
      text: storefront.evidence(evidence),
    }));
    expect(kept?.map(({ component }) => component)).toEqual(['orders', 'schema']);
    for (const { text } of kept ?? []) expect(text).not.toContain(storefront.password);
    const orders: unknown = JSON.parse(kept?.[0]?.text ?? '{}');
    expect(orders).toMatchObject({
      logs: expect.arrayContaining([
        expect.objectContaining({ tail: expect.stringContaining('orders_fingerprint') }),
      ]),
      metrics: { counters: [expect.anything(), expect.anything()] },
      configuration: {
        settings: { env: { DATABASE_URL: expect.stringContaining(':[redacted]@') } },
      },
      state: {
        deployment: { candidate: { version: '2.1.0' } },
        traffic: { shares: [expect.anything(), expect.anything()] },
      },
    });
  });
});

describe('its way back', () => {
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
    const facts = factsIn(rows);
    const at = (type: string) =>
      Date.parse(facts.findLast(({ event }) => event.type === type)?.at ?? '');
    const breach = at('stage.failed');
    // Bounds for a machine that is busy; alone, it takes a second to the users and two to the end.
    expect(at('traffic.shifted') - breach).toBeLessThan(15_000);
    expect(at('rollback.finished') - breach).toBeLessThan(60_000);
  });
});
