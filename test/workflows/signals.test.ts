import { defineSignal } from '@temporalio/workflow';
import type { Statement } from '../../domain/approval/statement.ts';
import { aPlan, aStage } from '../support/builders/plan.ts';
import { fakeSignature } from '../support/fakes/fake-verifier.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

/** A release that waits for an approval, and goes on when `cora` gives it. */
async function waiting(name: string): Promise<ReleaseActor> {
  const stages = [aStage('build'), aStage('package'), aStage('approval')];
  const release = await stage.start(aPlan(stages, { name }));
  await release.waitsFor('approval');
  return release;
}

async function goesOn(release: ReleaseActor): Promise<void> {
  const receipt = await release.decide('cora', 'production/cab', 'approve');
  expect(receipt).toMatchObject({ outcome: 'accepted' });
  await expect(release.handle.result()).resolves.toBe('released');
}

describe('a signal that holds no statement', () => {
  test.each<[string, string, readonly unknown[], string]>([
    ['without a payload', 'decision', [], 'signal/undecodable'],
    ['with null', 'decision', [null], 'signal/undecodable'],
    ['with a text', 'command', ['approve'], 'signal/undecodable'],
    ['with a number for its signature', 'uat-verdict', [{ jws: 7 }], 'signal/undecodable'],
    ['unsigned', 'decision', [{ requirement: 'production/cab' }], 'signal/undecodable'],
    ['with a forged signature', 'decision', [{ jws: 'e30.e30.e30' }], 'signature/malformed'],
    ['of an unknown name', 'approve-everything', [{ jws: '{}' }], 'signal/unknown'],
    ['of a lease without an environment', 'lease-granted', [], 'lease/undecodable'],
  ])('%s is refused on the record', async (what, signal, args, code) => {
    const release = await waiting(what.replaceAll(' ', '-'));
    await release.handle.signal(signal, ...args);
    await release.recorded('statement.refused');
    expect(release.eventsOf('statement.refused')).toMatchObject([{ id: null, signal, code }]);
    await goesOn(release);
  });

  test('whose bytes nobody can decode is refused on the record', async () => {
    const release = await waiting('undecodable');
    const { connection } = stage.environment;
    await connection.workflowService.signalWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId: release.handle.workflowId },
      signalName: 'decision',
      input: {
        payloads: [
          { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{"jws') },
          { metadata: { encoding: Buffer.from('binary/unheard-of') }, data: Buffer.from([0]) },
        ],
      },
    });
    await release.recorded('statement.refused');
    expect(release.eventsOf('statement.refused')).toMatchObject([{ code: 'signal/undecodable' }]);
    await goesOn(release);
  });

  test('is counted on when there is a storm of them, and fills no records', async () => {
    const release = await waiting('storm');
    const forged = defineSignal<[unknown]>('decision');
    for (let sent = 0; sent < 500; sent += 50) {
      const burst = Array.from({ length: 50 }, (_, index) =>
        release.handle.signal(forged, index % 2 === 0 ? { jws: 'forged' } : 'unsigned'),
      );
      await Promise.all(burst);
    }
    await goesOn(release);
    expect(release.eventsOf('statement.refused')).toHaveLength(100);
  }, 30_000);
});

const wrongStatements: readonly [string, (statement: Statement) => Statement, string][] = [
  ['about another release', (said) => ({ ...said, release: 'other' }), 'statement/other-release'],
  [
    'about another environment',
    (said) => ({ ...said, environment: 'staging' }),
    'statement/other-environment',
  ],
  [
    'about another subject',
    (said) => ({ ...said, subjectDigest: 'sha256:other' }),
    'statement/other-subject',
  ],
  [
    'that has expired',
    (said) => ({ ...said, expiresAt: '2026-01-02T00:00:00.000Z' }),
    'statement/expired',
  ],
  [
    'about a requirement that does not exist',
    (said) =>
      said.kind === 'decision'
        ? { ...said, content: { ...said.content, requirement: 'production/none' } }
        : said,
    'requirement/unknown',
  ],
];

describe('a signed statement', () => {
  test.each(wrongStatements)('%s is refused on the record', async (what, change, code) => {
    const release = await waiting(what.replaceAll(' ', '-'));
    const statement = change(await release.decision('cora', 'production/cab', 'approve'));
    const receipt = await release.say(statement);
    expect(receipt).toMatchObject({ outcome: 'refused', code });
    await release.recorded('statement.refused');
    const [fact] = release.eventsOf('statement.refused');
    expect(fact).toMatchObject({ id: statement.id, code });
    expect(release.events()[receipt.seq - 1]).toEqual(fact);
    await goesOn(release);
  });

  test('that is sent as one of another kind is refused', async () => {
    const release = await waiting('other-signal');
    const statement = await release.decision('cora', 'production/cab', 'approve');
    const receipt = await release.say(statement, 'uat-verdict');
    expect(receipt).toMatchObject({ code: 'signal/other-kind' });
    await goesOn(release);
  });

  test('of a kind that the requirement does not take is refused', async () => {
    const release = await waiting('other-kind');
    const { requirements } = await release.state();
    const [known] = requirements;
    const receipt = await release.say({
      ...release.head('una', 'production', known?.subjectDigest ?? ''),
      kind: 'uat-verdict',
      content: { requirement: 'production/cab', verdict: 'accept' },
    });
    expect(receipt).toMatchObject({ code: 'requirement/other-kind' });
    await goesOn(release);
  });

  test('is refused when its id belongs to another one', async () => {
    const release = await waiting('taken');
    const first = await release.decision('erin', 'production/cab', 'approve');
    await release.say(first);
    const second = await release.decision('cora', 'production/cab', 'approve', { id: first.id });
    await release.handle.signal('decision', fakeSignature(second));
    await release.recorded('statement.refused', 2);
    expect(release.eventsOf('statement.refused')).toMatchObject([
      { code: 'approval/not-in-group' },
      { code: 'statement/id-taken' },
    ]);
    await goesOn(release);
  });
});
