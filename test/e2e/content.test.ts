import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  anApproval,
  quietEnvironment,
  shopCatalog,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
import { useJourney } from '../support/journey/journey.ts';
import type { ProblemAnswer } from '../support/journey/person.ts';
import { runningBelow } from '../support/journey/running.ts';

const counts = 'tests="9" failures="0" errors="0" skipped="0"';
const allPassed = `<testsuites ${counts}><testsuite name="shop" ${counts}/></testsuites>`;

const shop = useJourney(async ({ apply, repository }) => {
  const asking = quietEnvironment({ approvals: [anApproval('cab')] });
  // Production comes a second after staging.
  const soaked = { staging: quietEnvironment(), production: quietEnvironment() };
  await apply(
    shopPolicy('plain', { lab: quietEnvironment() }),
    shopPolicy('asking', { lab: asking }),
    shopPolicy('fresh', soaked, {}, { maximumEvidenceAge: '500ms' }),
  );
  repository.version('2.0.0', { author: 'Cora@home.example' });
  repository.version('2.1.0', { build: 'fails' });
  repository.version('2.2.0', { tests: ['passes', 'fails'] });
  repository.version('2.3.0', { tests: [] });
  mkdirSync(join(repository.path, 'shop', 'reports'));
  writeFileSync(join(repository.path, 'shop', 'reports', 'junit.xml'), allPassed);
  repository.version('2.6.0', { tests: 'none' });
  rmSync(join(repository.path, 'shop', 'reports'), { recursive: true });
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

test('takes no report that lay there for the outcome of a run', async () => {
  const { blocker } = await failedAt('gates', 'stale', '2.6.0');
  expect(blocker.reason).toMatch(/inconclusive, The test report was written .* not by its command/);
});

test('gathers evidence anew that is too old, and says where it is from', async () => {
  const { begin, repository, stateFolder } = shop.journey;
  const order = { name: 'fresh', policy: 'fresh', version: '1.0.0', environments: ['production'] };
  const release = await begin(shopRelease(order));
  const { artifacts } = await release.review();
  const judged = (await release.facts('gate.judged')).filter(({ gate }) => gate === 'unit-tests');
  expect(judged.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
  expect(judged[0]?.evidence?.digest).not.toBe(judged[1]?.evidence?.digest);
  const hex = judged[1]?.evidence?.digest.slice('sha256:'.length) ?? '';
  const text = readFileSync(join(stateFolder, 'evidence', hex));
  expect(createHash('sha256').update(text).digest('hex')).toBe(hex);
  expect(JSON.parse(text.toString())).toMatchObject({
    artifact: artifacts[0]?.digest,
    commit: repository.git('rev-parse', 'v1.0.0^{commit}'),
    key: expect.stringContaining('fresh/gates/shop/unit-tests/production/promote'),
    report: expect.stringMatching(/^sha256:/),
  });
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
  expect(new Set(digests)).toEqual(new Set([artifacts[0]?.digest]));
});

async function failedAtPackage(name: string) {
  const order = { name, policy: 'plain', version: '1.0.0' };
  const release = await shop.journey.begin(shopRelease(order));
  return { blocker: await release.untilBlocked('package/failed') };
}

test('lets nobody decide about a change while an author of it is unknown', async () => {
  const { begin, person, repository, stateFolder } = shop.journey;
  const order = { name: 'by-a-stranger', policy: 'asking', version: '2.0.0' };
  const release = await begin(shopRelease(order));
  const { reason, remedy } = await release.untilBlocked('lab/approval/failed');
  expect(reason).toMatch(/does not know every author of the change \(1 of shop at v2\.0\.0\)/);
  expect(remedy).toMatch(/aliases.*send retry/);
  expect((await release.view()).requirements).toEqual([]);
  const rita = await person('rita');
  const catalog = shopCatalog({ repository: repository.path, tool: join(stateFolder, 'tool') });
  const claim = (address: string) => {
    const text = catalog.text.replace(
      '"email": "cora@shop.example"',
      `"email": "cora@shop.example", "aliases": ["${address}"]`,
    );
    return rita.put<ProblemAnswer>('/v1/catalog', { documents: [{ ...catalog, text }] });
  };
  const shared = await claim('DANA@shop.example');
  expect([shared.status, shared.body.errors]).toMatchObject([
    422,
    [{ code: 'shared-address', line: expect.any(Number), column: expect.any(Number) }],
  ]);
  expect((await claim('cora@home.example')).status).toBe(200);
  await release.command('opal', 'retry');
  await release.untilBlocked('lab/cab');
  const own = await release.decide('cora', 'lab/cab');
  expect([own.status, own.body.rule]).toEqual([403, 'approval/author-of-the-change']);
  expect((await release.decide('cliff', 'lab/cab')).body.outcome).toBe('accepted');
  expect((await release.review()).outcome).toBe('released');
});
