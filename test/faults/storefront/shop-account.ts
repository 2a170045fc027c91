import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGatewayTraffic } from '../../../adapters/traffic/gateway/client.ts';
import { query } from '../../support/journey/ledger-rows.ts';
import { runningBelow } from '../../support/journey/running.ts';
import { type Account, accountBy } from '../account.ts';
import type { ShopScene } from './shop-scene.ts';
import type { ShopStage } from './shop-stage.ts';

/** What stands in an environment, asked from the machine, the gateway and the database. */
type Standing = {
  /** Component, version and digest of every process; digests of this release are `as packed`. */
  readonly running: readonly string[];
  readonly answers: readonly string[];
  readonly columns: readonly string[];
  readonly migrations: readonly string[];
};

/** What became of a release of the storefront, and what it left. */
export type ShopAccount = Account & { readonly standing: Standing };

/**
 * The account of a release of the storefront. Its effects are the programs that were started.
 * Components that do not depend on each other are brought in at once, so effects and facts are
 * compared whatever order they came in.
 */
export async function shopAccountOf(
  stage: ShopStage,
  { release, environment }: Pick<ShopScene, 'release' | 'environment'>,
  installed: number,
): Promise<ShopAccount> {
  const { starts, grownUp } = stage;
  const entries = starts()
    .slice(installed)
    .filter((entry) => entry.environment === environment);
  // A server whose port was taken before it listened ends at once, and is started again by design.
  const neverServed = entries.filter(
    ({ program, ended }) => program === 'server.mjs' && ended !== null && ended !== 0,
  );
  const pids = new Set(neverServed.map(({ pid }) => pid));
  const done = entries
    .filter(({ ended, pid }) => ended === null && !pids.has(pid))
    .map(({ program, component, version, digest }) => ({
      command: program,
      component,
      version: version ?? '',
      digest: digest ?? '',
      key: '',
    }));
  const which = { release, environment, version: '2.0.0' };
  const account = await accountBy(grownUp, which, done);
  return {
    ...account,
    effects: account.effects.toSorted(),
    facts: account.facts.toSorted(),
    standing: await standingIn(stage, release, environment),
  };
}

async function standingIn(
  stage: ShopStage,
  release: string,
  environment: string,
): Promise<Standing> {
  const { stateFolder, databaseUrl } = stage.grownUp;
  const url = stage.databaseIn(environment);
  const names = async (text: string) =>
    (await query<{ name: string }>(url, text)).map(({ name }) => name);
  const packed = await query<{ digest: string }>(
    databaseUrl,
    `select content::jsonb -> 'event' ->> 'digest' as digest from ledger where release = $1
       and content::jsonb -> 'event' ->> 'type' = 'artifact.packaged'`,
    [release],
  );
  const ours = packed.map(({ digest }) => digest);
  const folder = join(stateFolder, 'local', environment);
  await untilNobodyRetires(folder);
  return {
    running: runningBelow(`${folder}/`)
      .map(({ cwd, version, digest }) => {
        const [component] = cwd.slice(folder.length + 1).split('/');
        return `${component} ${version} ${ours.includes(digest) ? 'as packed' : 'as before'}`;
      })
      .toSorted(),
    answers: await Promise.all(['payments', 'orders', 'web'].map((each) => answerOf(each))),
    columns: await names(
      `select column_name as name from information_schema.columns
         where table_name = 'orders' order by ordinal_position`,
    ),
    migrations: await names('select name from schema_migrations order by version'),
  };

  async function answerOf(component: string): Promise<string> {
    const traffic = createGatewayTraffic({ root: join(stateFolder, 'gateway') });
    const { origin, shares } = await traffic.observe({ environment, component });
    const weights = shares.map(({ version, weightPercent }) => `${version} ${weightPercent} %`);
    const response = await fetch(`${origin}/version`);
    const { version } = (await response.json()) as { readonly version?: string };
    return `${component} ${response.status} ${version} (${weights.join(', ')})`;
  }
}

const retiredWithinMs = 20_000;

/** What is taken out of service may serve its last users for a while. */
async function untilNobodyRetires(folder: string): Promise<void> {
  const deadline = Date.now() + retiredWithinMs;
  while (runningBelow(`${folder}/`).length > servicesCount && Date.now() < deadline) {
    await sleep(250);
  }
}

const servicesCount = 3;

/** What stands otherwise than after an undisturbed release, one sentence a difference. */
export function standingDifferences(found: Standing, undisturbed: Standing): readonly string[] {
  const parts = ['running', 'answers', 'columns', 'migrations'] as const;
  return parts.flatMap((part) => {
    const [one, other] = [found[part].join(', '), undisturbed[part].join(', ')];
    return one === other ? [] : [`Of ${part} there is "${one}", and undisturbed "${other}".`];
  });
}
