import { aPlan, aStage } from '../support/builders/plan.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterAll(() => stage.close());

const content = [aStage('build'), aStage('package'), aStage('promote')];

describe('a release', () => {
  test('goes from build to closed review when everyone does their part', async () => {
    const stages = [...content, aStage('approval'), aStage('deploy'), aStage('review')];
    const release = await stage.start(aPlan(stages, { name: 'good' }));
    await release.waitsFor('approval');
    const receipt = await release.decide('cora', 'production/cab', 'approve');
    expect(receipt).toMatchObject({ outcome: 'accepted' });
    await release.waitsFor('obligation');
    await release.command('erin', 'complete-obligation', 'review');
    await release.command('erin', 'complete-obligation', 'runbook');
    await expect(release.handle.result()).resolves.toBe('released');
    expect(stage.tools.effects).toEqual([
      'checkout v2.0.0',
      'true',
      'checkout v2.0.0',
      'true',
      'pack web',
      'apply web 2.0.0',
      'traffic web 2.0.0=100',
      'settle web',
    ]);
    expect(release.events().at(-1)).toMatchObject({ type: 'release.closed', outcome: 'released' });
  });
});
