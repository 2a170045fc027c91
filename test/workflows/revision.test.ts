import { contentDigest } from '../../domain/ledger/digest.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import { ask, grant } from '../support/ask-and-grant.ts';
import { deviationPolicy } from '../support/builders/deviation.ts';
import { planOf, type Scope } from '../support/builders/revisable.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const both = { orders: '2.0.0', web: '2.0.0' };
const web = { web: '2.0.0' };
const planFor = (scope: Scope): ReleasePlan => planOf(scope).plan;

/** A release that waits for its acceptance test in staging. */
async function tested(scope: Scope): Promise<ReleaseActor> {
  const release = await stage.start(planFor(scope));
  await release.waitsFor('uat');
  return release;
}

/** A release that has passed staging and waits for the board. */
async function asked(scope: Scope): Promise<ReleaseActor> {
  const release = await tested(scope);
  await release.decide('una', 'staging/uat', 'approve');
  await release.waitsFor('approval');
  return release;
}

const applied = () => stage.tools.effects.filter((effect) => effect.startsWith('apply '));

describe('a release whose plan is revised while it waits for the board', () => {
  test('keeps what was decided and done, where only the announcement is another', async () => {
    const scope = { name: 'told', versions: web, cab: 2 };
    const release = await asked(scope);
    await release.decide('cora', 'production/cab', 'approve');
    const later = planFor({ ...scope, audience: 'operations' });
    await expect(release.revise('erin', later)).resolves.toMatchObject({ outcome: 'accepted' });
    await release.waitsFor('approval');
    await release.decide('cliff', 'production/cab', 'approve');
    await expect(release.review()).resolves.toBe('released');
    expect(release.eventsOf('requirement.opened')).toHaveLength(2);
    expect(applied()).toEqual(['apply web 2.0.0', 'apply web 2.0.0']);
    const [revised] = release.eventsOf('plan.revised');
    expect(revised).toMatchObject({ revision: 2, restarted: [], voided: [], changed: [] });
    const sent = stage.tools.messages.filter(({ key }) => key.includes('/announce/'));
    expect(sent.map(({ audience }) => audience)).toEqual([['operations']]);
  });

  test('builds, tests and asks anew where a version is another', async () => {
    const scope = { name: 'newer', versions: both, cab: 2 };
    const release = await asked(scope);
    await release.decide('cora', 'production/cab', 'approve');
    const stale = await release.decision('cliff', 'production/cab', 'approve');
    const later = planFor({ ...scope, versions: { ...both, web: '2.0.1' } });
    await release.revise('erin', later);
    const { requirements } = await release.waitsFor('uat');
    const voided = { because: 'revised', revision: 2 };
    expect(requirements).toMatchObject([
      { id: 'production/cab', outcome: 'superseded', decisions: [], voided: [voided] },
      { id: 'staging/uat', outcome: 'pending', decisions: [], voided: [voided] },
    ]);
    await release.decide('una', 'staging/uat', 'approve');
    await release.waitsFor('approval');
    await expect(release.say(stale)).resolves.toMatchObject({ code: 'statement/other-subject' });
    await expect(release.decide('erin', 'production/cab', 'approve')).resolves.toMatchObject({
      outcome: 'refused',
    });
    await release.decide('cora', 'production/cab', 'approve');
    await release.decide('cliff', 'production/cab', 'approve');
    await expect(release.review()).resolves.toBe('released');
    // What stays as it is was packed once.
    const packed = stage.tools.effects.filter((effect) => effect.startsWith('pack '));
    expect(packed.toSorted()).toEqual(['pack orders', 'pack web', 'pack web']);
    expect(applied().slice(-2).toSorted()).toEqual(['apply orders 2.0.0', 'apply web 2.0.1']);
  });

  test('drops a component with its reason, and owes what was promised for it', async () => {
    const scope = { name: 'fewer', versions: both };
    const release = await asked(scope);
    const later = planFor({ ...scope, versions: web });
    await expect(release.revise('erin', later)).resolves.toMatchObject({
      code: 'revision/dropped-without-reason',
    });
    const followUp = { what: 'Bring the orders', owner: 'engineers', due: '2999-01-01T00:00:00Z' };
    const dropped = [{ component: 'orders', reason: 'The rules come later.', followUp }];
    await release.revise('erin', later, { dropped });
    await release.waitsFor('uat');
    await release.decide('una', 'staging/uat', 'approve');
    await release.waitsFor('approval');
    await release.decide('cora', 'production/cab', 'approve');
    const { obligations, revisions } = await release.waitsFor('obligation');
    expect(obligations).toContainEqual(expect.objectContaining({ id: 'deferred/orders' }));
    expect(revisions).toMatchObject([
      { left: [{ environment: 'staging', component: 'orders', version: '2.0.0' }] },
    ]);
    expect(applied().filter((effect) => effect.includes('orders'))).toHaveLength(1);
    await expect(release.review()).resolves.toBe('released');
  });
});

test('a frozen scope is revised once by what somebody else has granted, and stays so', async () => {
  const rules = { deviations: deviationPolicy, scopeFrozenAfter: 'staging/uat' };
  const plan = { ...planFor({ name: 'frozen', versions: web }), ...rules };
  const newer = { ...planFor({ name: 'frozen', versions: { web: '2.0.1' } }), ...rules };
  const release = await stage.start(plan);
  await release.waitsFor('uat');
  await release.decide('una', 'staging/uat', 'approve');
  await release.waitsFor('approval');
  const frozen = { code: 'revision/frozen' };
  await expect(release.revise('erin', newer)).resolves.toMatchObject(frozen);
  const scope = { kind: 'revision', to: contentDigest(newer) } as const;
  const deviation = await ask(release, null, { scope });
  await expect(release.revise('erin', newer)).resolves.toMatchObject(frozen);
  expect(await grant(release, 'mona', deviation)).toMatchObject({ outcome: 'accepted' });
  await expect(release.revise('erin', newer)).resolves.toMatchObject({ outcome: 'accepted' });
  expect(release.eventsOf('deviation.used')).toMatchObject([{ deviation }]);
  // The stage that froze it begins anew, and it is frozen still.
  const { deviations } = await release.waitsFor('uat');
  expect(deviations).toEqual([expect.stringContaining('Revised: the frozen scope')]);
  await expect(release.revise('erin', plan)).resolves.toMatchObject(frozen);
});

describe('a release whose plan is revised in an acceptance test', () => {
  test('takes the build that was tested back, and lets the new one be tested', async () => {
    const scope = { name: 'retested', versions: web };
    const release = await tested(scope);
    const later = planFor({ ...scope, versions: { web: '2.0.1' } });
    await release.revise('erin', later);
    await release.until(({ requirements }) => requirements[0]?.attempt === 2);
    await release.waitsFor('uat');
    const touched = stage.tools.touched();
    expect(touched.slice(touched.indexOf('undo web'))).toEqual([
      'undo web',
      'apply web 2.0.1',
      'traffic web 2.0.1=100',
    ]);
    await release.command('rita', 'rollback');
    await expect(release.review()).resolves.toBe('rolled-back');
    // What the first build replaced was taken back with it; the way back undoes the second alone.
    expect((await release.state()).changes).toMatchObject([
      { status: 'replaced', to: { version: '2.0.0' } },
      { status: 'undone', to: { version: '2.0.1' }, restored: { version: '1.0.0' } },
    ]);
  });
});

describe('a release whose plan is revised after a stage has failed', () => {
  test('goes on without the component whose gate has failed', async () => {
    stage.tools.exitCodes.set('lint', 1);
    const scope = { name: 'unfit', versions: both };
    const release = await stage.start(planFor(scope));
    await release.waitsFor('failed-stage');
    stage.tools.exitCodes.clear();
    const dropped = [{ component: 'orders', reason: 'It is not ready.', followUp: null }];
    await release.revise('erin', planFor({ ...scope, versions: web }), { dropped });
    await release.waitsFor('uat');
    const built = release.eventsOf('component.built').map(({ component }) => component);
    expect(built.toSorted()).toEqual(['orders', 'web']);
    await release.command('rita', 'withdraw');
    await expect(release.review()).resolves.toBe('withdrawn');
  });
});

describe('a revision is refused', () => {
  test('where nothing was sealed for this release, whoever has signed what', async () => {
    const scope = { name: 'forged', versions: web };
    const release = await asked(scope);
    const other = planOf({ ...scope, versions: { web: '6.6.6' } });
    const unsealed = await release.revision('erin', other.digest);
    const refused = { outcome: 'refused', code: 'revision/not-sealed' };
    await expect(release.say(unsealed)).resolves.toMatchObject(refused);
    // The seal of a plan for another release, laid under the name of this one.
    const seal = {
      kind: 'plan-seal',
      release: 'another',
      planDigest: other.digest,
      requestedBy: 'erin',
      issuedAt: '',
    };
    stage.records.revised.set(`forged ${other.digest}`, {
      release: 'forged',
      plan: other.plan,
      planDigest: other.digest,
      requestedBy: 'erin',
      seal: JSON.stringify(seal),
    });
    const again = await release.revision('erin', other.digest);
    await expect(release.say(again)).resolves.toMatchObject(refused);
    const { planDigest, revisions } = await release.state();
    expect([planDigest, revisions]).toEqual([release.scene.planDigest, undefined]);
  });

  test('by people who do not work on the release, from a plan that is none any more', async () => {
    const scope = { name: 'entitled', versions: web };
    const release = await asked(scope);
    const later = planFor({ ...scope, audience: 'operations' });
    await expect(release.revise('una', later)).resolves.toMatchObject({
      code: 'revision/not-entitled',
    });
    const stale = await release.revision('erin', planOf({ ...scope, checks: 2 }).digest);
    await release.revise('erin', later);
    await release.waitsFor('approval');
    await expect(release.say(stale)).resolves.toMatchObject({ code: 'statement/other-subject' });
    await expect(release.revise('erin', later)).resolves.toMatchObject({
      code: 'revision/same-plan',
    });
  });

  test('in the midst of a change, and says when it can be', async () => {
    const scope = { name: 'amidst', versions: web };
    const held = Promise.withResolvers<void>();
    stage.tools.slow.set('apply web 2.0.0', held.promise);
    const release = await stage.start(planFor(scope));
    await release.until(({ changes }) => changes.length === 1);
    const receipt = await release.revise('erin', planFor({ ...scope, audience: 'operations' }));
    held.resolve();
    expect(receipt).toMatchObject({
      code: 'revision/not-now',
      reason: expect.stringContaining('while it waits for an approval'),
    });
    await release.waitsFor('uat');
  });
});
