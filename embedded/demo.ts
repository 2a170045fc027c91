import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sendCustomers, shopOrigin } from './example/load.ts';
import { actAsPeople } from './example/people.ts';
import { beginRelease, type ReleaseView, releases } from './example/storefront.ts';
import { watchRelease } from './example/watch-release.ts';
import { removePostgresFolder } from './stack/remove-postgres-folder.ts';
import { type Stack, startStack } from './stack/start-stack.ts';
import { openStateFolder, type StateFolder } from './stack/state-folder.ts';
import { stopDeployed } from './stack/stop-deployed.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const timeLimitMs = 5 * 60_000;

/**
 * The example from nothing to a closed review, by itself: in a folder of its own, of which nothing
 * stays.
 */
async function main(): Promise<boolean> {
  const state = openStateFolder(mkdtempSync(join(tmpdir(), 'tidegate-demo-')));
  const leaving = new AbortController();
  process.once('SIGINT', () => leaving.abort()).once('SIGTERM', () => leaving.abort());
  let stack: Stack | null = null;
  let customers: Promise<void> = Promise.resolve();
  try {
    stack = await startStack(state, say);
    const deadline = Date.now() + timeLimitMs;
    customers = sendCustomers(state, leaving.signal);
    await play(stack, releases.first, 'release-1.0.0.yaml', deadline);
    const second = await play(stack, releases.second, 'release-2.0.0.yaml', deadline);
    return await summarize(state, second);
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
  name: string,
  file: string,
  deadline: number,
): Promise<ReleaseView> {
  say(`\n── ${name} ──`);
  await beginRelease(api, file, 'erin');
  const done = new Set<string>();
  return watchRelease(api, name, say, (release) => actAsPeople(api, release, done), deadline);
}

/** True when the release closed as planned and customers meet the new version. */
async function summarize(state: StateFolder, release: ReleaseView): Promise<boolean> {
  const origin = await shopOrigin(state);
  const answer = origin === null ? null : await fetch(`${origin}/version`);
  const met = answer === null ? {} : ((await answer.json()) as { version?: string });
  const good = release.outcome === 'released' && met.version === '2.0.0';
  say(`\n── ${good ? 'Closed as planned' : 'Not as planned'} ──`);
  say(`Outcome: ${release.outcome ?? 'none'}; customers meet version ${met.version ?? 'none'}.`);
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
