import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runTool } from '../support/files/run-tool.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import type { Account } from './account.ts';
import type { City } from './city.ts';

const example = join(import.meta.dirname, '../../examples/third-party');
const withinMs = 180_000;

/** A server that others published comes by the same way, from one version to a later one. */
export async function releaseThirdParty(city: City, account: Account): Promise<void> {
  account.chapter('A system that Tidegate did not write');
  const repository = join(city.stateFolder, 'third-party/repository');
  runTool(process.execPath, join(example, 'create-repository.mjs'), repository);
  const files = ['catalog.yaml', 'policy.yaml', 'calendar.yaml'];
  await city.apply(
    ...files.map((name) => ({ name, text: readFileSync(join(example, name), 'utf8') })),
  );
  const first = await city.begin(documentOf('release-2.8.2.yaml'));
  await first.until('is reviewed', ({ phase }) => phase === 'reviewing', withinMs);
  await first.review();
  account.equal('users meet mountebank 2.8.2', await versionAt(city), '2.8.2');
  const second = await city.begin(documentOf('release-2.9.1.yaml'));
  const users = await decided(second).then(() => sendUsers(city));
  try {
    await second.until('is reviewed', ({ phase }) => phase === 'reviewing', withinMs);
  } finally {
    users.kill();
  }
  const closed = await second.review();
  account.equal('its release closes as planned', closed.outcome, 'released');
  account.equal('users meet mountebank 2.9.1', await versionAt(city), '2.9.1');
}

const documentOf = (file: string) => parse(readFileSync(join(example, file), 'utf8')) as object;

async function decided(release: JourneyRelease): Promise<void> {
  const id = 'production/cab';
  const asks = ({ blockers }: { blockers: readonly { id: string }[] }) =>
    blockers.some((blocker) => blocker.id === id);
  await release.until('waits for the board', asks, withinMs);
  await release.decide('cora', id);
}

async function sendUsers(city: City) {
  const url = `${await city.originOf('mountebank')}/config`;
  const program = [join(example, 'ask.mjs'), '--url', url, '--rate', '20', '--seconds', '300'];
  return spawn(process.execPath, program, { stdio: 'ignore' });
}

async function versionAt(city: City): Promise<string> {
  const answer = await fetch(`${await city.originOf('mountebank')}/config`);
  return ((await answer.json()) as { version: string }).version;
}
