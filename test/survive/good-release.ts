import { eventually } from '../support/journey/eventually.ts';
import { brokenPositions, ledgerRows, query } from '../support/journey/ledger-rows.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { storefrontRelease } from '../support/storefront/documents.ts';
import { whileShopping } from '../support/storefront/shoppers.ts';
import type { Account } from './account.ts';
import { type City, standing } from './city.ts';
import { forgeSignals } from './forge.ts';
import { historyOf } from './history.ts';
import { openCalendar } from './shop.ts';

const withinMs = 180_000;

/** The first version, to everyone at once and without anybody being asked. */
export async function install(city: City, account: Account): Promise<void> {
  account.chapter('The shop opens with 1.0.0');
  const first = await city.begin(storefrontRelease('1.0.0', 'install'));
  await first.until('is reviewed', ({ phase }) => phase === 'reviewing', withinMs);
  await first.review();
  const { version, page } = await standing(city);
  account.equal('users meet 1.0.0', { version, page }, { version: '1.0.0', page: 200 });
}

/** 2.0.0 comes, whatever happens around it. */
export async function bringGoodVersion(city: City, account: Account): Promise<void> {
  account.chapter('2.0.0 comes through forgery, outages, a freeze and crashes');
  const before = await standing(city);
  await openCalendar(city, true);
  const release = await city.begin(storefrontRelease('2.0.0', 'governed'));
  await waitsFor(release, 'production/cab');
  await meetForgery(city, account, release);
  await loseRecords(city, account, release);
  const { body } = await release.decide('cora', 'production/cab');
  account.equal('the board decides once everything is back', body.outcome, 'accepted');
  await meetFreeze(city, account, release);
  account.equal('nothing was touched so far', await standing(city), before);
  await openCalendar(city, false);
  const met = await whileShopping(await city.originOf('web'), () =>
    cutOver(city, account, release),
  );
  account.equal('no user met a failure', met.failures, 0);
  const closed = await release.review();
  account.equal('it closes as released', closed.outcome, 'released');
  await auditGoodVersion(city, account, release);
}

async function meetForgery(city: City, account: Account, release: JourneyRelease): Promise<void> {
  const sent = await forgeSignals(city, release.name);
  const refused = await eventually(
    'forged signals are refused',
    async () => {
      const rows = await factsOf(city, release.name, 'statement.refused');
      return rows.length >= sent ? rows : null;
    },
    () => '',
    30_000,
  );
  account.equal('each forged signal is a refusal in the ledger', refused.length, sent);
  const accepted = await factsOf(city, release.name, 'statement.accepted');
  account.equal('none of them counts', accepted.length, 0);
}

async function loseRecords(city: City, account: Account, release: JourneyRelease): Promise<void> {
  await city.postgres.kill('SIGKILL');
  const cora = await city.person('cora').catch(() => null);
  account.equal('PostgreSQL is gone', cora, null);
  const answer = await fetch(`${city.origin}/readyz`);
  account.equal('the API says that it is not ready', answer.status, 503);
  await city.postgres.restart();
  await eventually(
    'the API is ready again',
    async () => ((await fetch(`${city.origin}/readyz`)).status === 200 ? true : null),
    () => '',
    60_000,
  );
  await waitsFor(release, 'production/cab');
  account.holds('with PostgreSQL back the release waits for the board as before', true);
}

async function meetFreeze(city: City, account: Account, release: JourneyRelease): Promise<void> {
  const view = await waitsFor(release, 'production/window/window');
  const [blocker] = view.blockers.filter(({ id }) => id === 'production/window/window');
  account.holds('the freeze holds it, and it says so', blocker !== undefined, view.blockers);
  const touched = await query<{ count: string }>(
    city.databaseUrl,
    `select count(*) from ledger where release = $1 and sort = 'action'
       and content::jsonb ->> 'action' = 'deployComponent'`,
    [release.name],
  );
  account.equal('no tool was asked to deploy', Number(touched[0]?.count), 0);
}

/** The worker dies while users are divided, and Temporal while it stabilizes. */
async function cutOver(city: City, account: Account, release: JourneyRelease): Promise<void> {
  const [worker] = city.workers;
  await release.until('divides users', ({ stage }) => stage === 'production/canary', withinMs);
  await eventually(
    'users are divided',
    async () => ((await release.facts('traffic.shifted')).length > 0 ? true : null),
    () => '',
    withinMs,
  );
  await worker?.kill('SIGKILL');
  account.holds('the worker is killed while users are divided', worker?.isRunning() === false);
  await worker?.restart();
  await release.until('stabilizes', ({ stage }) => stage === 'production/stabilize', withinMs);
  await city.temporal.kill('SIGKILL');
  account.holds('Temporal is killed while it stabilizes', !city.temporal.isRunning());
  await city.temporal.restart();
  await release.until('is reviewed', ({ phase }) => phase === 'reviewing', withinMs);
}

async function auditGoodVersion(
  city: City,
  account: Account,
  { name }: JourneyRelease,
): Promise<void> {
  const { version, page, columns, running } = await standing(city);
  account.equal('users meet 2.0.0', { version, page }, { version: '2.0.0', page: 200 });
  account.holds('psql shows the new column', columns.includes('currency'), columns);
  const packaged = await factsOf(city, name, 'artifact.packaged');
  const digests = packaged.map(({ digest }) => String(digest));
  const strangers = running.filter((each) => !digests.some((digest) => each.endsWith(digest)));
  account.equal('every process runs a digest that was approved', strangers, []);
  account.equal('three of them, each once', running.length, 3);
  const events = await historyOf(city, name);
  const failed = events.filter(({ eventType }) => eventType.includes('WORKFLOW_TASK_FAILED'));
  account.equal('temporal workflow show has no failed workflow task', failed.length, 0);
  const rows = await ledgerRows(city.databaseUrl, name);
  account.equal('the hash chain of its ledger is whole', brokenPositions(rows), []);
  const intents = rows
    .filter(({ sort }) => sort === 'action')
    .map(({ content }) => JSON.parse(content) as { action: string; phase: string; key: string });
  const done = intents.filter(
    ({ action, phase }) => `${action} ${phase}` === 'deployComponent outcome',
  );
  account.equal(
    'each component was deployed under one key',
    new Set(done.map(({ key }) => key)).size,
    4,
  );
}

/** Facts of one type, as PostgreSQL has them. */
export async function factsOf(
  city: City,
  release: string,
  type: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const rows = await query<{ event: Record<string, unknown> }>(
    city.databaseUrl,
    `select content::jsonb -> 'event' as event from ledger
       where release = $1 and sort = 'fact' and content::jsonb -> 'event' ->> 'type' = $2
       order by seq`,
    [release, type],
  );
  return rows.map(({ event }) => event);
}

function waitsFor(release: JourneyRelease, id: string) {
  const isThere = (blocker: { readonly id: string }) => blocker.id === id;
  return release.until(`waits for ${id}`, ({ blockers }) => blockers.some(isThere), withinMs);
}
