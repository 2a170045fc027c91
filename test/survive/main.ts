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
  await inCity('the shop', async (city) => {
    await foundShop(city);
    await openCalendar(city, false);
    await install(city, account);
    await bringGoodVersion(city, account);
    await takeBackBadVersion(city, account);
  });
  await inCity('a system of others', (city) => releaseThirdParty(city, account));
  return account.close();
}

/** Each system has an installation to itself, and nothing of either stays. */
async function inCity(whose: string, live: (city: City) => Promise<void>): Promise<void> {
  say(`\nStarting PostgreSQL, Temporal, the API, a worker and a database for ${whose}.`);
  const city = await openCity();
  const leave = () => void city.close().finally(() => process.exit(1));
  process.once('SIGINT', leave).once('SIGTERM', leave);
  try {
    await live(city);
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave);
    await city.close();
  }
}

main().then(
  (good) => process.exit(good ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
