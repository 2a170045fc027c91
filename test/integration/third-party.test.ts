import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { runTool } from '../support/files/run-tool.ts';
import { type Journey, useJourney } from '../support/journey/journey.ts';
import { brokenPositions, ledgerRows, query } from '../support/journey/ledger-rows.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { runningBelow } from '../support/journey/running.ts';
import { showHistory } from '../support/journey/temporal-cli.ts';

const example = join(__dirname, '../../examples/third-party');
const closesWithinMs = 120_000;

let release: JourneyRelease;
const team = useJourney(
  async () => {},
  async (stateFolder) => {
    const repository = join(stateFolder, 'third-party/repository');
    runTool(process.execPath, join(example, 'create-repository.mjs'), repository);
    return example;
  },
);

const documentOf = (file: string) =>
  parse(readFileSync(join(example, file), 'utf8')) as Record<string, unknown>;

test('installs a published server as it is', async () => {
  const first = await team.journey.begin(documentOf('release-2.8.2.yaml'));
  await first.until('is reviewed', ({ phase }) => phase === 'reviewing', closesWithinMs);
  await first.review();
  for (const environment of ['staging', 'production']) {
    expect(await versionAt(team.journey, environment)).toBe('2.8.2');
  }
});

test('brings its next version to everyone by the same way as any other', async () => {
  const { journey } = team;
  release = await journey.begin(documentOf('release-2.9.1.yaml'));
  const waits = ({ blockers }: { blockers: readonly { id: string }[] }) =>
    blockers.some(({ id }) => id === 'production/cab');
  await release.until('waits for the board', waits, closesWithinMs);
  expect(await versionAt(journey, 'staging')).toBe('2.9.1');
  expect(await versionAt(journey, 'production')).toBe('2.8.2');
  const users = sendUsers(journey);
  try {
    // She wrote the change, although she is on the board.
    expect((await release.decide('dana', 'production/cab')).status).toBe(403);
    expect((await release.decide('cora', 'production/cab')).body.outcome).toBe('accepted');
    await release.until('is reviewed', ({ phase }) => phase === 'reviewing', closesWithinMs);
  } finally {
    await users.leave();
  }
  const closed = await release.review();
  expect(closed.outcome).toBe('released');
  expect(closed.stages.filter(({ status }) => status !== 'succeeded')).toEqual([]);
  expect(await versionAt(journey, 'production')).toBe('2.9.1');
  expect(new Set(users.met)).toEqual(new Set(['2.8.2', '2.9.1']));
});

test('judges it beside the version before with its own users', async () => {
  const steps = await release.facts('canary.judged');
  expect(steps.map(({ weightPercent, verdict }) => [weightPercent, verdict])).toEqual([
    [25, 'pass'],
    [100, 'pass'],
  ]);
});

test('runs the artifact that was approved, untouched, and nothing else', async () => {
  const { stateFolder } = team.journey;
  const { artifacts } = await release.view();
  const digest = artifacts[0]?.digest ?? '';
  const archive = join(stateFolder, 'artifacts', `${digest.replace(':', '-')}.tgz`);
  expect(`sha256:${runTool('sha256sum', archive).split(' ')[0]}`).toBe(digest);
  const running = runningBelow(stateFolder);
  expect(running.map(({ version }) => version)).toEqual(['2.9.1', '2.9.1']);
  expect(new Set(running.map((each) => each.digest))).toEqual(new Set([digest]));
  for (const { cwd, pid } of running) {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    expect(command[1]).toBe('node_modules/mountebank/bin/mb');
    expect(join(cwd, '..')).toContain(stateFolder);
  }
});

test('is in the ledger of PostgreSQL and in the history of Temporal like any release', async () => {
  const { databaseUrl, temporal } = team.journey;
  const rows = await ledgerRows(databaseUrl, release.name);
  expect(rows.length).toBeGreaterThan(40);
  expect(brokenPositions(rows)).toEqual([]);
  const [approved] = await query<{ count: string }>(
    databaseUrl,
    `select count(*) from ledger where release = $1 and sort = 'fact'
       and content::jsonb -> 'event' ->> 'type' = 'environment.passed'`,
    [release.name],
  );
  expect(Number(approved?.count)).toBe(2);
  const events = await showHistory(temporal.namespace, `release-${release.name}`);
  expect(events.filter(({ eventType }) => eventType.includes('TASK_FAILED'))).toEqual([]);
});

/** The version that the server says it is, asked through the gateway. */
async function versionAt(journey: Journey, environment: string): Promise<string> {
  const response = await fetch(`${await journey.originOf(environment, 'mountebank')}/config`);
  return ((await response.json()) as { version: string }).version;
}

/** Users in production until they leave, with the versions, or failures, that they met. */
function sendUsers(journey: Journey) {
  const met: string[] = [];
  const leaving = new AbortController();
  const asking = (async () => {
    while (!leaving.signal.aborted) {
      met.push(await versionAt(journey, 'production').catch(String));
      await sleep(20);
    }
  })();
  return {
    met,
    async leave() {
      leaving.abort();
      await asking;
    },
  };
}
