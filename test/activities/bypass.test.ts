import { requireMayTouch } from '../../activities/guard.ts';
import { StepFailure } from '../../activities/ports/failures.ts';
import type { Statement } from '../../domain/approval/statement.ts';
import type { DeviationRequest } from '../../domain/deviation/deviation.ts';
import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import { sha256Hex } from '../../domain/ledger/digest.ts';
import { type ApprovedRelease, approvedRelease } from '../support/approved-release.ts';
import { askedAndGranted, deviationPolicy, hourMs } from '../support/builders/deviation.ts';
import { aStage } from '../support/builders/plan.ts';
import { fakeSignature } from '../support/fakes/fake-verifier.ts';

const now = '2026-11-21T12:00:00.000Z';
const requirement = 'production/cab';

let given: ApprovedRelease;
let clock: string;

/** Two of the board are asked, of whom `cora` alone has approved. */
beforeEach(async () => {
  clock = now;
  const asked = { id: requirement, group: 'cab', count: 2, deadlineMs: hourMs, remindBeforeMs: [] };
  const approval = aStage('approval', { requirements: [asked] });
  given = await approvedRelease({
    deviations: deviationPolicy,
    stages: [aStage('package'), approval, aStage('window'), aStage('deploy')],
  });
  given.records.groups
    .set('erin', ['engineers', 'cab'])
    .set('mona', ['management'])
    .set('cliff', ['cab']);
});

const touch = () => {
  return requireMayTouch({ ...given.ports, clock: () => new Date(clock) }, given.step);
};

function keep(statement: Statement): string {
  const digest = sha256Hex(canonicalJson(statement));
  const { id, release } = statement;
  given.records.kept.set(digest, { digest, id, release, ...fakeSignature(statement) });
  return digest;
}

const scopeOf = (change: object = {}) =>
  ({
    kind: 'bypass',
    environment: 'production',
    requirement,
    subjectDigest: given.statement.subjectDigest,
    ...change,
  }) as const;

type Change = {
  readonly content?: Partial<DeviationRequest>;
  readonly asker?: string;
  readonly granter?: string;
  /** Whom the facts name as the asker, where it is not who signed. */
  readonly recordedAs?: string;
};

/** Asks and grants as the workflow records it; `erin` asks and `mona` grants. */
async function grant({ content, asker = 'erin', granter = 'mona', recordedAs }: Change = {}) {
  const about = { release: 'spring', planDigest: given.step.planDigest, now };
  const said = askedAndGranted(about, { scope: scopeOf(), ...content });
  const asked = { ...said.request, by: asker };
  const request = keep(asked);
  const statement = keep({ ...said.verdict, by: granter, subjectDigest: request });
  const terms = { approvals: 1, collectWithinMs: hourMs };
  const { id: deviation } = asked;
  const by = recordedAs ?? asker;
  const facts = { deviation, request, by, grantedBy: 'management', terms, ...asked.content };
  await given.record({ type: 'deviation.asked', ...facts });
  const verdict = { deviation, verdict: 'grant', by: granter, statement } as const;
  await given.record({ type: 'deviation.answered', ...verdict });
}

const use = () =>
  given.record({ type: 'deviation.used', deviation: 'the-request', stage: 'production/approval' });

/** Somebody decides about it afterwards. */
async function decide(by: string, verdict: 'approve' | 'reject', inPlaceOf?: string) {
  const content = { requirement, verdict };
  const statement = { ...given.statement, id: `by-${by}`, by, content } as Statement;
  const digest = keep(statement);
  await given.record({
    type: 'statement.accepted',
    id: statement.id,
    kind: 'decision',
    digest,
    by,
    says: verdict,
    about: requirement,
    evidence: null,
    reason: '',
    ...(inPlaceOf === undefined ? {} : { inPlaceOf: { delegation: 'd-1', person: inPlaceOf } }),
  });
}

/** Why the guard refuses, with its code. */
async function refusal(): Promise<string> {
  try {
    await touch();
    return 'let through';
  } catch (error) {
    if (error instanceof StepFailure) return `${error.code} ${error.message}`;
    throw error;
  }
}

test('the guard lets a reduced number through once a granted bypass was used', async () => {
  expect(await refusal()).toMatch(/^guard\/approval .*(?:no longer count)/);
  await grant();
  expect(await refusal()).toMatch(/^guard\/approval .*(?:no longer count)/);
  await use();
  await expect(touch()).resolves.toMatchObject({ plan: { name: 'spring' } });
});

const wrongs: readonly [string, Change][] = [
  ['that one person asked for and granted', { granter: 'erin' }],
  ['that who started the release granted', { granter: 'rita' }],
  ['that the author of the change granted', { granter: 'dana' }],
  ['whose only approver asked for it', { asker: 'cora' }],
  ['whose facts name another asker than who signed', { asker: 'cora', recordedAs: 'erin' }],
  ['that has ended', { content: { until: '2026-11-21T11:00:00.000Z' } }],
];

test.each(wrongs)('the guard refuses by a bypass %s', async (_, change) => {
  for (const person of ['erin', 'rita', 'dana']) {
    given.records.groups.set(person, ['management', 'cab']);
  }
  await grant(change);
  await use();
  expect(await refusal()).toMatch(/^guard\/approval .*(?:does not count|no longer count)/);
});

test.each<[string, object]>([
  ['another requirement', { requirement: 'production/operations' }],
  ['another environment', { environment: 'staging' }],
  ['another subject', { subjectDigest: sha256Hex('other') }],
])('the guard refuses by a bypass of %s', async (_, change) => {
  await grant({ content: { scope: scopeOf(change) } });
  await use();
  expect(await refusal()).toMatch(/^guard\/approval .*(?:no longer count)/);
});

test('an approver who left the group between the decision and its use does not count', async () => {
  await grant();
  await use();
  given.records.groups.set('cora', ['engineers']);
  expect(await refusal()).toMatch(/^guard\/approval .*(?:no longer count)/);
});

test('a granter who left the group since has granted nothing', async () => {
  await grant();
  await use();
  given.records.groups.set('mona', ['engineers']);
  expect(await refusal()).toMatch(/^guard\/approval .*(?:not in management)/);
});

test('who asked approves nothing by a delegate either', async () => {
  given.records.groups.set('cora', ['engineers']).set('nora', []);
  const standIn = { delegation: 'd-1', group: 'cab', from: 'erin', until: '2027-01-01T00:00:00Z' };
  const directory = { ...given.ports.directory, standInsOf: async () => [standIn] };
  given = { ...given, ports: { ...given.ports, directory } };
  await grant();
  await use();
  await decide('nora', 'approve', 'erin');
  expect(await refusal()).toMatch(/^guard\/approval .*(?:no longer count)/);
});

test('a rejection afterwards holds what has not gone out yet', async () => {
  await grant();
  await use();
  await decide('cliff', 'reject');
  expect(await refusal()).toMatch(/^guard\/approval .*(?:it was rejected)/);
});

test('when everybody has approved, no bypass is needed any more', async () => {
  await grant();
  await use();
  clock = '2026-11-21T20:00:00.000Z';
  expect(await refusal()).toMatch(/^guard\/approval .*(?:it ended at)/);
  await decide('cliff', 'approve');
  await expect(touch()).resolves.toMatchObject({ plan: { name: 'spring' } });
});
