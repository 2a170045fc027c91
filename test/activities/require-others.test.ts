import { requireMayTouch } from '../../activities/guard.ts';
import { createLookAtOthers } from '../../activities/look-at-others.ts';
import { requireOthers } from '../../activities/require-others.ts';
import type { Awaited } from '../../domain/other-release/awaited.ts';
import type { ReleaseEvent } from '../../domain/release/event.ts';
import { type ApprovedRelease, approvedRelease } from '../support/approved-release.ts';
import { askedAndGranted, deviationPolicy } from '../support/builders/deviation.ts';
import { aPlan, aStage } from '../support/builders/plan.ts';
import { knownOf, startedBy } from '../support/builders/revisable.ts';
import { fakeSignature } from '../support/fakes/fake-verifier.ts';
import { foldAll } from '../support/fakes/memory-records.ts';

const at = '2026-11-21T12:00:00.000Z';
const awaited: Awaited = { release: 'autumn', stage: 'production/deploy', until: 'succeeded' };
const autumn = knownOf(aPlan([aStage('build'), aStage('deploy')], { name: 'autumn' }));

let given: ApprovedRelease;
beforeEach(async () => {
  given = await approvedRelease({ deviations: deviationPolicy });
  const seal = { kind: 'plan-seal', release: 'autumn', planDigest: autumn.digest };
  given.records.sealed.set('autumn', {
    release: 'autumn',
    plan: autumn.plan,
    planDigest: autumn.digest,
    requestedBy: 'rita',
    seal: JSON.stringify({ ...seal, requestedBy: 'rita', issuedAt: at }),
  });
});

/** Records what the other release did. */
async function autumnDid(...events: readonly ReleaseEvent[]): Promise<void> {
  if (events.length === 0) return;
  const seq = await given.records.ledger.lastSeq('autumn');
  const facts = events.map((event, index) => ({ seq: seq + index + 1, at, event }));
  await given.records.ledger.appendFacts('autumn', facts);
}
const succeeded = (stage: string): ReleaseEvent => ({
  type: 'stage.succeeded',
  stage,
  summary: 'Done.',
});
const done = [startedBy(autumn), succeeded('build'), succeeded('production/deploy')] as const;
const wentBack = {
  type: 'rollback.started',
  reason: 'Orders fail.',
  stage: 'production/deploy',
  by: null,
  thenOutcome: 'rolled-back',
} as const;

const plan = () => ({
  ...given.plan,
  stages: [aStage('await-releases', { awaited: [awaited] }), ...given.plan.stages],
});
const enter = () => {
  const state = foldAll(given.records.facts.get('spring') ?? []);
  return requireOthers(given.ports, { release: 'spring', plan: plan(), state }, 'production');
};
const refused = (why: string) => ({
  kind: 'terminal',
  code: 'guard/other-release',
  message: expect.stringContaining(why),
});

test('the guard lets a release in when the other one has done what is awaited', async () => {
  await autumnDid(...done);
  await expect(enter()).resolves.toBeUndefined();
});

test.each<[string, string, readonly ReleaseEvent[]]>([
  ['that nobody started', 'autumn was not started yet.', []],
  ['that has not come so far', 'autumn has not done production/deploy', done.slice(0, 2)],
  ['that went back since', 'autumn was taken back.', [...done, wentBack]],
])('the guard refuses beside a release %s', async (_, why, events) => {
  await autumnDid(...events);
  await expect(enter()).rejects.toMatchObject(refused(why));
});

test('the guard believes nothing of a release whose plan nobody sealed', async () => {
  await autumnDid(...done);
  given.records.sealed.delete('autumn');
  await expect(enter()).rejects.toMatchObject({ code: 'plan/not-sealed' });
});

test('the guard of every step that touches an environment asks for the others', async () => {
  const waiting = await approvedRelease({}, [aStage('await-releases', { awaited: [awaited] })]);
  await expect(requireMayTouch(waiting.ports, waiting.step)).rejects.toMatchObject(
    refused('autumn was not started yet.'),
  );
});

describe('going without the other one', () => {
  const scope = { kind: 'other-release', environment: 'production', release: 'autumn' } as const;

  async function use(change: { readonly until?: string; readonly grantedBy?: string } = {}) {
    const { step, records } = given;
    const about = { release: 'spring', planDigest: step.planDigest, now: at };
    const { request, requestDigest, verdict } = askedAndGranted(about, { scope, ...change });
    const signed = { ...verdict, by: change.grantedBy ?? verdict.by };
    records.groups.set('mona', ['management']);
    for (const statement of [request, signed]) {
      const digest = statement === request ? requestDigest : 'granted';
      const kept = { digest, id: statement.id, release: 'spring' };
      records.kept.set(digest, { ...kept, ...fakeSignature(statement) });
    }
    const { content } = request;
    const asked = { ...content, deviation: request.id, request: requestDigest, by: 'erin' };
    await given.record({ type: 'deviation.asked', ...asked, grantedBy: 'management' });
    const answer = { deviation: request.id, by: signed.by, statement: 'granted' } as const;
    await given.record({ type: 'deviation.answered', ...answer, verdict: 'grant' });
    await given.record({
      type: 'deviation.used',
      deviation: request.id,
      stage: 'production/predecessors',
    });
  }

  test('needs somebody who may let it', async () => {
    await use();
    await expect(enter()).resolves.toBeUndefined();
  });

  test('does not count when it was granted by somebody else', async () => {
    await use({ grantedBy: 'cora' });
    await expect(enter()).rejects.toMatchObject(refused('is not in management'));
  });

  test('does not count after its end', async () => {
    await use({ until: at });
    await expect(enter()).rejects.toMatchObject(refused('autumn was not started yet.'));
  });
});

test('a look that finds nothing new fails, so that Temporal tries again', async () => {
  const look = createLookAtOthers(given.ports);
  const other: Awaited = { ...awaited, stage: 'build' };
  const order = { release: 'spring', awaited: [awaited, other], told: {} };
  const told = { autumn: 'autumn was not started yet.' };
  await expect(look(order)).resolves.toHaveLength(2);
  await expect(look({ ...order, told })).rejects.toMatchObject({
    kind: 'retry',
    code: 'others/unchanged',
  });
  await autumnDid(startedBy(autumn), succeeded('build'));
  const [first, second] = await look({ ...order, told });
  expect(first?.verdict).toMatchObject({ standing: 'awaited', helpedBy: ['release-managers'] });
  expect(second?.verdict).toEqual({ standing: 'met' });
  await autumnDid(succeeded('production/deploy'));
  await expect(look({ ...order, told })).resolves.toMatchObject([
    { verdict: { standing: 'met' } },
    { verdict: { standing: 'met' } },
  ]);
});
