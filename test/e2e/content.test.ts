import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { quietEnvironment, shopPolicy, shopRelease } from '../support/journey/documents.ts';
import { useJourney } from '../support/journey/journey.ts';
import { runningBelow } from '../support/journey/running.ts';

const shop = useJourney(async ({ apply, repository }) => {
  await apply(shopPolicy('plain', { lab: quietEnvironment() }));
  repository.version('2.1.0', { build: 'fails' });
  repository.version('2.2.0', { tests: ['passes', 'fails'] });
  repository.version('2.3.0', { tests: [] });
  rmSync(join(repository.path, 'shop', 'lock.json'));
  repository.version('2.4.0');
  repository.git('branch', 'v2.5.0');
});

/** Begins a release of the shop and returns what holds it once the stage has failed. */
async function failedAt(stage: string, name: string, version: string) {
  const { begin, stateFolder } = shop.journey;
  const release = await begin(shopRelease({ name, policy: 'plain', version }));
  const blocker = await release.untilBlocked(`${stage}/failed`);
  const view = await release.view();
  expect(view.changes).toEqual([]);
  expect(runningBelow(stateFolder).filter((each) => each.version === version)).toEqual([]);
  return { release, blocker, view };
}

test('builds from tags alone, and names the nearest', async () => {
  const { blocker } = await failedAt('build', 'of-a-branch', '2.5.0');
  expect(blocker.reason).toMatch(/"v2\.5\.0" is a branch/);
  expect(blocker.remedy).toMatch(/Releases are made from tags\. The nearest are v2\.\d\.0/);
});

test('packs nothing that does not build, or that has no lock file', async () => {
  const broken = await failedAt('build', 'broken', '2.1.0');
  expect(broken.blocker.reason).toMatch(/exit code 1.*a module cannot be resolved/);
  const loose = await failedAt('build', 'loose', '2.4.0');
  expect(loose.blocker.reason).toMatch(/shop at v2\.4\.0 has no lock\.json/);
  const registered = readdirSync(shop.journey.stateFolder).includes('artifacts');
  expect(registered).toBe(false);
});

test('does not let failing tests pass, and takes no tests for no proof', async () => {
  const failing = await failedAt('gates', 'failing', '2.2.0');
  expect(failing.blocker.reason).toMatch(/1 of 2 tests passed/);
  const empty = await failedAt('gates', 'untested', '2.3.0');
  const judged = [
    ...(await failing.release.facts('gate.judged')),
    ...(await empty.release.facts('gate.judged')),
  ];
  expect(judged.map(({ verdict }) => verdict)).toEqual(['fail', 'inconclusive']);
  for (const { evidence } of judged) {
    expect(evidence?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  }
});

test('keeps a version what it is: other content under the same name is refused', async () => {
  const { repository, stateFolder, begin } = shop.journey;
  const first = await begin(shopRelease({ name: 'first', policy: 'plain', version: '1.0.0' }));
  const { artifacts } = await first.review();
  repository.git('tag', '--force', 'v1.0.0', 'v2.2.0');
  const { blocker } = await failedAtPackage('second');
  expect(blocker.reason).toMatch(/shop 1\.0\.0/);
  expect(blocker.reason).toContain(artifacts[0]?.digest);
  const digests = runningBelow(stateFolder).map(({ digest }) => digest);
  expect(digests).toEqual([artifacts[0]?.digest]);
});

async function failedAtPackage(name: string) {
  const order = { name, policy: 'plain', version: '1.0.0' };
  const release = await shop.journey.begin(shopRelease(order));
  return { blocker: await release.untilBlocked('package/failed') };
}
