import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoweringView } from '../../api/views/lowering-view.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import type { RiskAssessment } from '../../domain/risk/assessment.ts';
import { cliAt } from '../support/cli/at-journey.ts';
import { runCli } from '../support/cli/run-cli.ts';
import { readSteps, typeIn } from '../support/how-to/run-how-to.ts';
import { inHours } from '../support/journey/deviation.ts';
import { quietEnvironment, shopPolicy, shopRelease } from '../support/journey/documents.ts';
import { useJourney } from '../support/journey/journey.ts';
import type { ProblemAnswer } from '../support/journey/person.ts';
import { classified, weighing } from '../support/journey/weighing.ts';

type Compiled = { readonly plan: ReleasePlan; readonly digest: string };

const shop = useJourney(async ({ apply, repository }) => {
  repository.version('1.0.1');
  repository.version('2.0.0');
  await apply(weighing('weighing'), shopPolicy('silent', { lab: quietEnvironment() }));
});

const delivery = { reason: 'The lab has no gateway that moves users in steps.' };
const order = (name: string, version: string, components: string[], spec: object = {}) =>
  shopRelease({ name, policy: 'weighing', version, components }, { delivery, ...spec });

const plan = async (document: object) =>
  (await shop.journey.person('erin')).post<Compiled & ProblemAnswer>('/v1/plans', document);

test('a plan shows what a release is, its score with reasons, and its path', async () => {
  await shop.journey.apply(classified(shop.journey));
  const { body } = await plan(order('weighed', '2.0.0', ['schema', 'shop']));
  const { score, path, factors, classification } = body.plan.assessment ?? ({} as RiskAssessment);
  expect(factors.map(({ factor, points }) => [factor, points])).toEqual([
    ['criticality', 15],
    ['data-class', 15],
    ['components', 2],
    ['schema-change', 10],
    ['breaking-change', 15],
    ['dependents', 4],
    ['long-after', 5],
  ]);
  expect([score, path]).toEqual([66, 'cab']);
  expect(classification).toMatchObject({ type: 'major', tier: 'strategic', changeType: 'normal' });
  const asked = body.plan.stages.flatMap((stage) =>
    stage.kind === 'approval' ? stage.requirements : [],
  );
  // Personal data has its peer beside the board.
  expect(asked).toMatchObject([
    { id: 'lab/peer', group: 'operations', count: 1 },
    { id: 'lab/cab', group: 'cab', count: 2 },
  ]);
  const quiet = await plan(
    shopRelease({ name: 'quiet', policy: 'silent', version: '2.0.0', components: ['prices'] }),
  );
  expect(quiet.body.plan).not.toHaveProperty('assessment');
});

const mode = { failure: 'Twice.', effect: 'Charged twice.', mitigation: 'Keys.', owner: 'opal' };
const grave = { ...mode, severity: 9, occurrence: 1, detection: 2 };

test('raising is taken, and lowering is refused by name, exempted by oneself or not', async () => {
  await shop.journey.apply(classified(shop.journey));
  const raised = await plan(
    order('raised', '1.0.1', ['prices'], { classification: { path: 'cab', tier: 'strategic' } }),
  );
  expect(raised.body.plan.assessment).toMatchObject({
    path: 'cab',
    classification: { tier: 'strategic' },
  });
  const rated = await plan(order('rated', '1.0.1', ['prices'], { failureModes: [grave] }));
  expect(rated.body.plan.assessment).toMatchObject({
    path: 'cab',
    failureModes: [{ priorityNumber: 18, owner: 'opal' }],
  });
  const failureModes = [{ ...grave, owner: 'nobody' }];
  const unowned = await plan(order('unowned', '1.0.1', ['prices'], { failureModes }));
  expect(unowned.body.errors).toMatchObject([{ pointer: '/spec/failureModes/0/owner' }]);
  const exemption = { reason: 'Quick.', grantedBy: 'erin', expiresAt: '2030-01-01T00:00:00Z' };
  const lowered = await plan(
    order('lowered', '2.0.0', ['shop'], {
      class: 'standard',
      classification: { type: 'patch', tier: 'operational', path: 'automatic', exemption },
    }),
  );
  expect(lowered.status).toBe(422);
  expect(lowered.body.errors.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
    'lowering-needs-exemption /spec/class',
    'lowering-needs-exemption /spec/classification/type',
    'lowering-needs-exemption /spec/classification/tier',
    'lowering-needs-exemption /spec/classification/path',
    'exemption-not-granted /spec/classification/exemption',
  ]);
  for (const { remedy } of lowered.body.errors) expect(remedy).toMatch(/others? grant|else grants/);
  const hasty = await plan(order('hasty', '2.0.0', ['shop'], { delivery: undefined }));
  expect(hasty.body.errors).toMatchObject([{ code: 'departure-without-reason' }]);
});

test('personal data waits for a peer, who lets it through, and the release says why', async () => {
  const { apply, begin } = shop.journey;
  await apply(classified(shop.journey));
  const release = await begin(order('personal', '1.0.1', ['shop']));
  const { clearedBy } = await release.untilBlocked('lab/peer');
  expect(clearedBy).toContain('operations');
  const { assessment } = await release.view();
  expect(assessment?.pathReasons).toContain('It touches personal data, so a peer looks at it.');
  expect((await release.decide('nora', 'lab/peer')).body.rule).toBe('approval/not-in-group');
  expect((await release.decide('opal', 'lab/peer')).body.outcome).toBe('accepted');
  const { outcome, planDigest } = await release.review();
  expect(outcome).toBe('released');
  // What was started keeps the history it was weighed by, so sending it again finds it again.
  const again = await plan(order('personal', '1.0.1', ['shop']));
  expect(again.body.digest).toBe(planDigest);
  const next = await plan(order('personal-again', '2.0.0', ['shop']));
  expect(next.body.plan.assessment?.factors.map(({ factor }) => factor)).not.toContain(
    'long-after',
  );
});

test('a standard change of its model goes by itself, and a larger one is none', async () => {
  const { apply, begin } = shop.journey;
  await apply(classified(shop.journey));
  const routine = { class: 'standard', classification: { changeModel: 'price-list' } };
  const release = await begin(order('routine', '1.0.1', ['prices'], routine));
  const { outcome, requirements, assessment } = await release.review();
  expect([outcome, requirements, assessment?.path]).toEqual(['released', [], 'automatic']);
  const larger = await plan(order('larger', '2.0.0', ['prices'], routine));
  expect(larger.body.errors).toMatchObject([
    {
      code: 'lowering-needs-exemption',
      message: expect.stringContaining('ends at the type patch'),
    },
  ]);
});

test('what weighs more after it was seen is not started unseen', async () => {
  const { apply, person } = shop.journey;
  await apply(classified(shop.journey));
  const erin = await person('erin');
  const spec = order('moved', '1.0.1', ['prices']);
  const { digest } = (await plan(spec)).body;
  await apply(
    weighing('weighing', {
      weights: { criticality: { low: 50, medium: 50, high: 50, critical: 50 } },
    }),
  );
  const stale = await erin.post<ProblemAnswer>('/v1/releases', { spec, planDigest: digest });
  expect([stale.status, stale.body.code]).toEqual([409, 'stale-plan']);
  expect((await plan(spec)).body.plan.assessment?.path).toBe('cab');
  const falling = weighing('weighing', { weights: { criticality: { high: 1 } } });
  const refused = await (await person('rita')).put<ProblemAnswer>('/v1/catalog', {
    documents: [falling],
  });
  expect(refused.body.errors).toMatchObject([{ code: 'weight-falls' }]);
  await apply(weighing('weighing'));
});

test('less rigor is granted by somebody else, for this release, and reviewed', async () => {
  const { apply, begin, person } = shop.journey;
  await apply(classified(shop.journey));
  const [erin, rita] = await Promise.all([person('erin'), person('rita')]);
  const low = { classification: { path: 'peer', tier: 'operational' }, failureModes: [grave] };
  const spec = order('hurried', '2.0.0', ['shop'], low);
  expect((await plan(spec)).status).toBe(422);
  const asks = {
    reason: 'The board meets again on Monday.',
    compensatingControl: 'Operations watches the orders.',
    until: inHours(3),
    followUp: { what: 'Bring it before the board', owner: 'release-managers', due: inHours(48) },
  };
  const late = { ...asks, until: inHours(5), spec };
  expect((await erin.post<ProblemAnswer>('/v1/lowerings', late)).body.code).toBe('lowering-not-so');
  const asked = await erin.post<LoweringView>('/v1/lowerings', { ...asks, spec });
  expect(asked).toMatchObject({
    status: 201,
    body: {
      standing: 'open',
      grantedBy: 'management',
      scope: {
        levels: [
          { what: 'tier', stated: 'operational', ruled: 'strategic' },
          { what: 'path', stated: 'peer', ruled: 'cab' },
        ],
      },
    },
  });
  const { id, digest } = asked.body;
  const verdict = { verdict: 'confirm', digest };
  const answer = (by: typeof erin) =>
    by.post<ProblemAnswer>(`/v1/lowerings/${id}/verdict`, verdict);
  expect((await answer(erin)).body.code).toBe('proposal-own');
  expect((await answer(rita)).body.code).toBe('proposal-not-yours');
  expect((await plan(spec)).status).toBe(422);
  const cli = cliAt(shop);
  const { out } = await cli.tidegate('lowering list --as mona');
  expect(out).toContain(`path: peer in place of cab`);
  const [, granting = ''] = /tidegate (lowering confirm .*)/.exec(out) ?? [];
  expect(await cli.tidegate(`${granting} --as erin`)).toMatchObject({ code: 3 });
  expect(await cli.tidegate(`${granting} --as mona`)).toMatchObject({ code: 0 });
  const listed = await rita.get<{ lowerings: LoweringView[] }>('/v1/lowerings?standing=confirmed');
  expect(listed.body.lowerings.map((each) => each.id)).toEqual([id]);
  const other = order('hurried', '2.0.0', ['shop'], { ...low, accountable: 'opal' });
  expect((await plan(other)).status).toBe(422);
  const followUp = ['--follow-up', 'Tell the board', '--owner', 'opal', '--due', inHours(48)];
  const why = ['--reason', 'Lost orders.', '--control', 'Opal watches.', '--until', inHours(3)];
  const file = join(shop.journey.stateFolder, 'hurried.json');
  writeFileSync(file, JSON.stringify(other));
  const asking = ['lowering', 'ask', file, ...why, ...followUp, '--as', 'erin'];
  expect(await runCli(asking, cli.withApi())).toMatchObject({ code: 0 });
  const release = await begin(spec);
  await release.untilBlocked('lab/peer');
  const { deviations } = await release.view();
  expect(deviations).toMatchObject([{ id, standing: 'used', scope: { kind: 'lowering' } }]);
  expect((await release.decide('opal', 'lab/peer')).body.outcome).toBe('accepted');
  const { obligations } = await release.until('owes its follow-up', (view) =>
    view.obligations.some((owed) => owed.id === `follow-up/${id}`),
  );
  expect(obligations.find(({ id: owed }) => owed === 'review')?.mandatoryBecause).toHaveLength(1);
});

test('docs/how-to/delegate-authority-to-a-team.md is true', async () => {
  const { apply, begin, origin, person } = shop.journey;
  await apply(classified(shop.journey));
  const routine = { class: 'standard', classification: { changeModel: 'price-list' } };
  await (await begin(order('new-prices', '1.0.1', ['prices'], routine))).review();
  const team = await begin(order('new-tax', '2.0.0', ['prices']));
  await team.untilBlocked('lab/peer');
  const board = await begin(order('reckless', '2.0.0', ['schema', 'shop']));
  await board.untilBlocked('lab/peer');
  const tokens: Record<string, string> = {};
  for (const who of ['erin', 'opal', 'nora']) tokens[who] = (await person(who)).token;
  const steps = readSteps('docs/how-to/delegate-authority-to-a-team.md');
  expect(steps.length).toBeGreaterThan(5);
  for (const step of steps) {
    expect(await typeIn(step, { origin, tokens })).toMatchObject(step.answer as object);
  }
  expect((await team.review()).outcome).toBe('released');
});
