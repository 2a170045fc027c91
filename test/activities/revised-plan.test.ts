import { requireMayTouch } from '../../activities/guard.ts';
import { createLoadSealedPlan, planToTake } from '../../activities/load-sealed-plan.ts';
import type { Statement } from '../../domain/approval/statement.ts';
import { contentDigest } from '../../domain/ledger/digest.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import type { ReleaseEvent } from '../../domain/release/event.ts';
import { type ApprovedRelease, approvedRelease } from '../support/approved-release.ts';
import { aStage } from '../support/builders/plan.ts';
import { knownOf, revisedTo } from '../support/builders/revisable.ts';
import { fakeSignature } from '../support/fakes/fake-verifier.ts';
import { foldAll } from '../support/fakes/memory-records.ts';

let given: ApprovedRelease;
beforeEach(async () => {
  given = await approvedRelease();
});

const release = 'spring';
/** Changes nothing that anybody has decided about. */
const retitled = (): ReleasePlan => ({ ...given.plan, title: 'Spring, at last' });

function seal(plan: ReleasePlan, sealedFor = release): string {
  const planDigest = contentDigest(plan);
  const content = { kind: 'plan-seal', release: sealedFor, planDigest, requestedBy: 'erin' };
  const sealed = JSON.stringify({ ...content, issuedAt: '' });
  const kept = { release, plan, planDigest, requestedBy: 'erin', seal: sealed };
  given.records.revised.set(`${release} ${planDigest}`, kept);
  return planDigest;
}

/** Seals a plan, and records that a signed statement has led the release to it. */
async function revise(
  plan: ReleasePlan,
  change: { said?: Partial<Statement>; event?: Partial<ReleaseEvent> } = {},
): Promise<string> {
  const to = seal(plan);
  const head = { ...given.statement, id: 'revision-1', environment: null, by: 'rita' };
  const content = { from: given.step.planDigest, to, reason: 'Plans change.', dropped: [] };
  const said = { ...head, kind: 'revision', content, ...change.said } as Statement;
  const statement = contentDigest(said);
  given.records.kept.set(statement, {
    digest: statement,
    id: said.id,
    release,
    ...fakeSignature(said),
  });
  const state = foldAll(given.records.facts.get(release) ?? []);
  const event = revisedTo(knownOf(given.plan), knownOf(plan), state);
  await given.record({ ...event, statement, ...change.event } as ReleaseEvent);
  return to;
}

const touch = (planDigest: string) => requireMayTouch(given.ports, { ...given.step, planDigest });
const refusal = (code: string) => ({ kind: 'terminal', code });

describe('after a revision of the plan the guard', () => {
  test('lets the new plan touch what is still approved, and the old plan nothing', async () => {
    const to = await revise(retitled());
    await expect(touch(to)).resolves.toMatchObject({ plan: { title: 'Spring, at last' } });
    await expect(touch(given.step.planDigest)).rejects.toMatchObject(refusal('guard/plan'));
  });

  test('refuses a plan that was sealed, and that no revision has led to', async () => {
    await expect(touch(seal(retitled()))).rejects.toMatchObject(refusal('plan/not-sealed'));
  });

  test.each<[string, Partial<Statement>]>([
    ['of another release', { release: 'autumn' }],
    ['of another person', { by: 'erin' }],
    ['of another kind', { kind: 'command' }],
    [
      'that leads elsewhere',
      { content: { from: '', to: 'sha256:other', reason: '', dropped: [] } },
    ],
  ])('refuses a plan behind which stands a statement %s', async (_, said) => {
    const to = await revise(retitled(), { said });
    await expect(touch(to)).rejects.toMatchObject(refusal('plan/not-sealed'));
  });

  test('refuses a plan behind which stands no statement at all', async () => {
    const event = { statement: 'sha256:none' };
    const to = await revise(retitled(), { event });
    await expect(touch(to)).rejects.toMatchObject(refusal('plan/not-sealed'));
  });

  test('refuses a plan whose seal is for another release', async () => {
    const to = await revise(retitled());
    seal(retitled(), 'autumn');
    await expect(touch(to)).rejects.toMatchObject(refusal('plan/not-sealed'));
  });

  test('computes itself what an approval is about, whatever the facts say of it', async () => {
    const deploy = aStage('deploy', { onClosing: 'rollback' });
    const stages = given.plan.stages.map((stage) => (stage.kind === 'deploy' ? deploy : stage));
    const to = await revise({ ...given.plan, stages }, { event: { voided: [], restarted: [] } });
    await expect(touch(to)).rejects.toMatchObject(refusal('guard/approval'));
  });

  test('does not count what somebody has decided who revised the plan then', async () => {
    const to = await revise(retitled(), {
      said: { by: 'cora' },
      event: { by: 'cora', voided: [], restarted: [] },
    });
    await expect(touch(to)).rejects.toMatchObject(refusal('guard/approval'));
  });
});

describe('the plan of a run', () => {
  test('is the one that the records say, whatever the run was started with', async () => {
    const to = await revise(retitled());
    const load = createLoadSealedPlan(given.ports);
    const loaded = await load({ release, planDigest: given.step.planDigest });
    expect([loaded.plan.title, loaded.recorded?.planDigest]).toEqual(['Spring, at last', to]);
    const invented = await load({ release, planDigest: 'sha256:invented' });
    expect(invented.plan.title).toBe('Spring, at last');
  });

  test('is none that was sealed for another release, or never', async () => {
    const other = seal(retitled(), 'autumn');
    await expect(planToTake(given.ports, release, other)).resolves.toBeNull();
    await expect(planToTake(given.ports, release, 'sha256:never')).resolves.toBeNull();
    await expect(planToTake(given.ports, release, seal(retitled()))).resolves.toEqual(retitled());
  });
});
