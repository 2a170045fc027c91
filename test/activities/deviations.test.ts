import { createEvaluateWindow } from '../../activities/evaluate-window.ts';
import { requireMayTouch } from '../../activities/guard.ts';
import { requireGates } from '../../activities/require-gates.ts';
import type { Statement } from '../../domain/approval/statement.ts';
import type { DeviationRequest } from '../../domain/deviation/deviation.ts';
import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import { sha256Hex } from '../../domain/ledger/digest.ts';
import { type ApprovedRelease, approvedRelease } from '../support/approved-release.ts';
import { yearEndFreeze as freeze } from '../support/ask-and-grant.ts';
import { askedAndGranted, deviationPolicy, hourMs } from '../support/builders/deviation.ts';
import { aStage } from '../support/builders/plan.ts';
import { fakeSignature } from '../support/fakes/fake-verifier.ts';
import { foldAll } from '../support/fakes/memory-records.ts';

const now = '2026-11-21T12:00:00.000Z';
const inHours = (hours: number) => new Date(Date.parse(now) + hours * hourMs).toISOString();

let given: ApprovedRelease;
let clock: string;

/** A release that may go out but for a freeze, which the policy lets management override. */
beforeEach(async () => {
  clock = now;
  given = await approvedRelease({ deviations: deviationPolicy });
  given.records.groups.set('erin', ['engineers']).set('mona', ['management']);
  given.records.entries.push(freeze);
});

const passUntil = (instant: string) => {
  clock = instant;
};
const ports = () => ({ ...given.ports, clock: () => new Date(clock) });
const touch = () => requireMayTouch(ports(), given.step);

function keep(statement: Statement, digest = sha256Hex(canonicalJson(statement))): string {
  const { id, release } = statement;
  given.records.kept.set(digest, { digest, id, release, ...fakeSignature(statement) });
  return digest;
}

type Change = {
  readonly content?: Partial<DeviationRequest>;
  readonly verdict?: Partial<Statement>;
  /** What the facts say was asked for, where it is not what was signed. */
  readonly recorded?: Partial<DeviationRequest>;
};

/** Asks and grants as the workflow records it. */
async function grant({ content = {}, verdict = {}, recorded = {} }: Change = {}): Promise<void> {
  const about = { release: 'spring', planDigest: given.step.planDigest, now };
  const said = askedAndGranted(about, content);
  const request = keep(said.request);
  const statement = keep({ ...said.verdict, ...verdict } as Statement);
  const { by, id: deviation } = said.request;
  await given.record({
    type: 'deviation.asked',
    deviation,
    request,
    by,
    grantedBy: 'management',
    ...said.request.content,
    ...recorded,
  });
  const answer = { deviation, verdict: 'grant', by: 'mona', statement } as const;
  await given.record({ type: 'deviation.answered', ...answer });
}

const use = () =>
  given.record({ type: 'deviation.used', deviation: 'the-request', stage: 'production/window' });

test('a used override lets a release through what it names', async () => {
  await expect(touch()).rejects.toMatchObject({ code: 'guard/window-closed' });
  await grant();
  await expect(touch()).rejects.toMatchObject({ code: 'guard/window-closed' });
  await use();
  await expect(touch()).resolves.toMatchObject({ plan: { name: 'spring' } });
});

const production = { environment: 'production', outsideWindows: false } as const;
const calendarScope = { kind: 'calendar', ...production } as const;

const wrongs: readonly [string, () => Promise<void>][] = [
  ['that has ended since', async () => passUntil(inHours(2))],
  [
    'whose granter has left the group since',
    async () => void given.records.groups.set('mona', ['engineers']),
  ],
  ['whose statements are gone', async () => given.records.kept.clear()],
  [
    'when something else closes it too',
    async () => void given.records.entries.push({ ...freeze, id: 'audit' }),
  ],
  [
    'when what it names has become an embargo',
    async () => void given.records.entries.splice(0, 1, { ...freeze, kind: 'embargo' }),
  ],
  [
    'whose use has failed',
    () =>
      given.record({
        type: 'stage.failed',
        stage: 'production/deploy',
        failure: { code: 'x', message: '', remedy: '' },
      }),
  ],
];

test.each(wrongs)('the guard refuses by an override %s', async (_, change) => {
  await grant();
  await use();
  await change();
  await expect(touch()).rejects.toMatchObject({ kind: 'terminal', code: 'guard/window-closed' });
});

const forgeries: readonly [string, Change][] = [
  ['of another entry', { content: { scope: { ...calendarScope, entries: ['audit'] } } }],
  [
    'of another environment',
    { content: { scope: { ...calendarScope, environment: 'staging', entries: ['freeze'] } } },
  ],
  [
    'whose facts name more than was signed',
    {
      content: { scope: { ...calendarScope, entries: ['audit'] } },
      recorded: { scope: { ...calendarScope, entries: ['freeze'] } },
    },
  ],
  [
    'whose facts end later than was signed',
    { content: { until: inHours(-1) }, recorded: { until: inHours(2) } },
  ],
  ['that one person asked for and granted', { verdict: { by: 'erin' } }],
  ['that who started the release granted', { verdict: { by: 'rita' } }],
  ['granted for another release', { verdict: { release: 'autumn' } }],
  ['granted for another request', { verdict: { subjectDigest: 'sha256:other' } }],
  [
    'that was refused, whatever the facts say',
    { verdict: { content: { deviation: 'the-request', verdict: 'refuse' } } as object },
  ],
];

test.each(forgeries)('the guard refuses by an override %s', async (_, change) => {
  for (const person of ['erin', 'rita']) {
    given.records.groups.set(person, ['engineers', 'management']);
  }
  await grant(change);
  await use();
  await expect(touch()).rejects.toMatchObject({ code: 'guard/window-closed' });
});

test.each([
  ['request', 0],
  ['verdict', 1],
])('the guard refuses by an override whose %s nobody signed', async (_, index) => {
  await grant();
  await use();
  const kept = [...given.records.kept.values()].slice(-2)[index];
  if (kept === undefined) throw new Error('It was not kept.');
  given.records.kept.set(kept.digest, { ...kept, jws: 'forged' });
  await expect(touch()).rejects.toMatchObject({
    code: 'guard/window-closed',
    message: expect.stringContaining('it is not signed'),
  });
});

test('the window opens by a granted override once, and says why another does not', async () => {
  await grant();
  const { release, planDigest, environment } = given.step;
  const ask = () =>
    createEvaluateWindow(ports())({
      release,
      planDigest,
      environment,
      deviations: ['the-request'],
    });
  expect(await ask()).toMatchObject({ open: true, deviation: 'the-request' });
  given.records.entries.push({ ...freeze, id: 'embargo', kind: 'embargo' });
  expect(await ask()).toMatchObject({
    open: false,
    mayOverrun: false,
    deviation: null,
    reason: expect.stringContaining('an embargo, which nobody overrides'),
  });
  given.records.entries.pop();
  await use();
  expect(await ask()).toMatchObject({ open: false, deviation: null });
});

describe('a gate that has not passed', () => {
  const definition = { gate: 'command', name: 'tests', command: ['true'], timeoutMs: 1 } as const;
  const gates = aStage('gates', { gates: [{ component: 'web', definition }] });
  const evidence = { digest: sha256Hex('report'), reference: 'report' };
  const judge = (verdict: 'pass' | 'fail') =>
    given.record({
      type: 'gate.judged',
      stage: 'gates',
      gate: 'tests',
      component: 'web',
      verdict,
      reason: '',
      evidence,
    });
  const look = () => {
    const plan = { ...given.plan, stages: [gates, ...given.plan.stages] };
    const state = foldAll(given.records.facts.get('spring') ?? []);
    return requireGates(ports(), { release: 'spring', plan, state });
  };
  const scope = {
    kind: 'gate',
    stage: 'gates',
    gate: 'tests',
    component: 'web',
    judgedAt: now,
    evidence: evidence.digest,
  } as const;
  const byBoard = { verdict: { by: 'cora' } };

  test('holds, and so does one that was never judged', async () => {
    await expect(look()).rejects.toMatchObject({ code: 'guard/gate' });
    await judge('fail');
    await expect(look()).rejects.toMatchObject({ code: 'guard/gate' });
    await judge('pass');
    await expect(look()).resolves.toBeUndefined();
  });

  test('holds no more when this judgement was waived', async () => {
    await judge('fail');
    await grant({ content: { scope }, ...byBoard });
    await expect(look()).rejects.toMatchObject({ code: 'guard/gate' });
    await use();
    await expect(look()).resolves.toBeUndefined();
    clock = inHours(2);
    await expect(look()).rejects.toMatchObject({ message: expect.stringContaining('it ended') });
  });

  test.each([
    ['another judgement', { scope: { ...scope, judgedAt: inHours(-1) } }],
    ['other evidence', { scope: { ...scope, evidence: null } }],
    ['another gate', { scope: { ...scope, gate: 'lint' } }],
    ['another component', { scope: { ...scope, component: 'orders' } }],
  ])('holds when %s was waived', async (_, content) => {
    await judge('fail');
    await grant({ content, ...byBoard });
    await use();
    await expect(look()).rejects.toMatchObject({ code: 'guard/gate' });
  });
});
