import { join } from 'node:path';
import { sendCustomers } from './example/load.ts';
import { actAsPeople } from './example/people.ts';
import { beginRelease, readRelease } from './example/release.ts';
import { storefront } from './example/storefront.ts';
import { watchRelease } from './example/watch-release.ts';
import { type Stack, startStack } from './stack/start-stack.ts';
import { openStateFolder, type StateFolder } from './stack/state-folder.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const { folder, installation, renewal } = storefront;
const openingTimeMs = 10 * 60_000;

/**
 * One command: everything on this machine, the example's people and catalog, and a release under
 * way.
 */
async function main(): Promise<void> {
  const state = openStateFolder();
  const stack = await startStack(state, storefront, say);
  const stopping = new AbortController();
  const stopped = stopOnSignal(stack, stopping);
  try {
    const customers = sendCustomers(storefront, state, stopping.signal);
    printAddresses(stack, state);
    await beginExample(stack);
    await Promise.all([stopped, customers]);
  } catch (error) {
    if (stopping.signal.aborted) return stopped;
    stopping.abort();
    await stack.stop();
    throw error;
  }
}

/** Opens the shop with version 1.0.0 if it is not open yet, and begins the release of 2.0.0. */
async function beginExample({ api }: Stack): Promise<void> {
  if ((await readRelease(api, installation.name))?.phase !== 'closed') {
    say('Opening the shop with version 1.0.0; this takes a minute …');
    await beginRelease(api, join(folder, installation.file), 'erin');
    const done = new Set<string>();
    const act = (release: Parameters<typeof actAsPeople>[1]) => actAsPeople(api, release, done);
    const deadline = Date.now() + openingTimeMs;
    await watchRelease(api, installation.name, (line) => say(`  ${line}`), act, deadline);
  }
  await beginRelease(api, join(folder, renewal.file), 'erin');
  if ((await readRelease(api, renewal.name))?.phase === 'closed') {
    say(`\nThe release ${renewal.name} is closed; the shop runs on. Ctrl-C stops Tidegate.`);
    return;
  }
  say(`\nThe release ${renewal.name} is under way. It builds, tests and goes through dev and`);
  say('staging, and then waits for people. What it waits for, and what to send:');
  say(`  TOKEN=$(curl -s ${api}/v1/dev/tokens -H 'content-type: application/json' \\`);
  say(`    -d '{"person":"una"}' | jq -r .token)`);
  say(`  curl -s ${api}/v1/releases/${renewal.name} -H "authorization: Bearer $TOKEN" \\`);
  say(`    | jq '.state, .blockers'`);
  say('The README goes through the whole of it. Ctrl-C stops Tidegate; what is deployed runs on.');
}

function printAddresses(stack: Stack, state: StateFolder): void {
  say(`\nAPI          ${stack.api}   (reference: ${stack.api}/docs)`);
  if (stack.temporalUi !== null) say(`Temporal UI  ${stack.temporalUi}`);
  say(`PostgreSQL   ${stack.databaseUrl.replace(/:[^:@/]+@/, ':…@')}`);
  say(`State, logs  ${state.root}\n`);
}

function stopOnSignal(stack: Stack, stopping: AbortController): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      if (stopping.signal.aborted) return;
      stopping.abort();
      say('\nStopping; what is deployed runs on (npm run down stops it) …');
      stack.stop().then(() => process.exit(0), reject);
      resolve();
    };
    // Heard for as long as it takes: whoever asks twice must not leave half of it running.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
    // With its terminal closed there is nobody to tell.
    process.stdout.on('error', () => {});
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
