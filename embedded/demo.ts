import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Example, ExampleRelease } from './example/example.ts';
import { exampleNamed } from './example/index.ts';
import { originOf, sendCustomers } from './example/load.ts';
import { actAsPeople } from './example/people.ts';
import { beginRelease, type ReleaseView } from './example/release.ts';
import { watchRelease } from './example/watch-release.ts';
import { removePostgresFolder } from './stack/remove-postgres-folder.ts';
import { type Stack, startStack } from './stack/start-stack.ts';
import { openStateFolder, type StateFolder } from './stack/state-folder.ts';
import { stopDeployed } from './stack/stop-deployed.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const timeLimitMs = 5 * 60_000;

/**
 * An example from nothing to a closed review, by itself: in a folder of its own, of which nothing
 * stays.
 */
async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { example: { type: 'string', default: 'storefront' } } });
  const example = exampleNamed(values.example);
  const state = openStateFolder(mkdtempSync(join(tmpdir(), 'tidegate-demo-')));
  const leaving = new AbortController();
  process.once('SIGINT', () => leaving.abort()).once('SIGTERM', () => leaving.abort());
  let stack: Stack | null = null;
  let customers: Promise<void> = Promise.resolve();
  try {
    stack = await startStack(state, example, say);
    const deadline = Date.now() + timeLimitMs;
    customers = sendCustomers(example, state, leaving.signal);
    await play(stack, example, example.installation, deadline);
    const renewed = await play(stack, example, example.renewal, deadline);
    return await summarize(state, example, renewed);
  } finally {
    leaving.abort();
    await customers;
    await stack?.stop();
    await stopDeployed(state);
    removePostgresFolder(state.root);
    removePostgresFolder(state.storefront);
    rmSync(state.root, { recursive: true, force: true });
  }
}

async function play(
  { api }: Stack,
  { folder }: Example,
  { name, file }: ExampleRelease,
  deadline: number,
): Promise<ReleaseView> {
  say(`\n── ${name} ──`);
  await beginRelease(api, join(folder, file), 'erin');
  const done = new Set<string>();
  return watchRelease(api, name, say, (release) => actAsPeople(api, release, done), deadline);
}

/** True when the release closed as planned and users meet the new version. */
async function summarize(
  state: StateFolder,
  example: Example,
  release: ReleaseView,
): Promise<boolean> {
  const origin = await originOf(example, state);
  const answer = origin === null ? null : await fetch(origin + example.versionPath);
  const met = answer === null ? {} : ((await answer.json()) as { version?: string });
  const good = release.outcome === 'released' && met.version === example.renewal.version;
  say(`\n── ${good ? 'Closed as planned' : 'Not as planned'} ──`);
  say(`Outcome: ${release.outcome ?? 'none'}; users meet version ${met.version ?? 'none'}.`);
  const succeeded = release.stages.filter(({ status }) => status === 'succeeded');
  say(`Stages: ${succeeded.length} of ${release.stages.length} succeeded.`);
  return good;
}

main().then(
  (good) => process.exit(good ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(
      `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  },
);
