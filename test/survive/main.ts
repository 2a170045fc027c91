import { Account } from './account.ts';
import { takeBackBadVersion } from './bad-release.ts';
import { type City, openCity } from './city.ts';
import { bringGoodVersion, install } from './good-release.ts';
import { foundShop, openCalendar } from './shop.ts';
import { releaseThirdParty } from './third-party.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

/**
 * Everything that Tidegate promises to survive, on real parts in processes of their own. A line for
 * each fact, asked from the tools themselves; true only if all of them hold.
 */
async function main(): Promise<boolean> {
  const account = new Account(say);
  say('Starting PostgreSQL, Temporal, the API, a worker, and the shop’s own database.');
  const city: City = await openCity();
  const leave = () => void city.close().finally(() => process.exit(1));
  process.once('SIGINT', leave).once('SIGTERM', leave);
  try {
    await foundShop(city);
    await openCalendar(city, false);
    await install(city, account);
    await bringGoodVersion(city, account);
    await takeBackBadVersion(city, account);
    await releaseThirdParty(city, account);
  } finally {
    await city.close();
  }
  return account.close();
}

main().then(
  (good) => process.exit(good ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
