import { storefrontRelease } from '../support/storefront/documents.ts';
import { whileShopping } from '../support/storefront/shoppers.ts';
import type { Account } from './account.ts';
import { type City, standing } from './city.ts';
import { factsOf } from './good-release.ts';

/** 2.1.0 fails some orders, and goes back by itself to what was there. */
export async function takeBackBadVersion(city: City, account: Account): Promise<void> {
  account.chapter('2.1.0 fails some orders, and is taken back');
  const before = await standing(city);
  const release = await city.begin(storefrontRelease('2.1.0', 'careful'));
  const met = await whileShopping(await city.originOf('web'), () =>
    release.until('goes back', ({ phase }) => phase === 'reviewing', 180_000),
  );
  account.holds('some users met the fault', met.failures > 0, met);
  account.equal(
    'everything is as before: version, processes, columns',
    await standing(city),
    before,
  );
  const { rollback } = await release.view();
  account.holds(
    'the canary stopped it',
    rollback?.reason.startsWith('production/canary failed') === true,
    rollback,
  );
  const forensics = await factsOf(city, release.name, 'forensics.captured');
  account.equal('what can tell of it was kept first', forensics.length, 1);
  const closed = await release.review();
  account.equal('it closes as rolled back, after its review', closed.outcome, 'rolled-back');
}
