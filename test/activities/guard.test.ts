import { requireMayTouch } from '../../activities/guard.ts';
import type { InPlaceOf } from '../../domain/approval/delegation.ts';
import type { Statement } from '../../domain/approval/statement.ts';
import { type ApprovedRelease, approvedRelease } from '../support/approved-release.ts';
import { fakeSignature, fakeVerifier } from '../support/fakes/fake-verifier.ts';

let given: ApprovedRelease;
beforeEach(async () => {
  given = await approvedRelease();
});

const touch = (change: Partial<ApprovedRelease['step']> = {}) =>
  requireMayTouch(given.ports, { ...given.step, ...change });

/**
 * Puts another statement where the approval was kept, as someone with access to the records could.
 */
function forge(change: Partial<Statement>): void {
  const [digest = ''] = given.records.kept.keys();
  const jws = fakeSignature({ ...given.statement, ...change } as Statement);
  given.records.kept.set(digest, { digest, id: 'statement-1', release: 'spring', ...jws });
}

const held = { environment: 'production', place: 1 };

test('lets an admitted, approved release touch what it holds in an open window', async () => {
  await expect(touch()).resolves.toMatchObject({ plan: { name: 'spring' } });
});

const wrongs: readonly [string, () => unknown, string][] = [
  ['without a lease', () => given.records.held.clear(), 'guard/lease'],
  [
    'when another release holds the environment',
    () => given.records.held.set('production/1', { ...held, release: 'other', fence: 3 }),
    'guard/lease',
  ],
  [
    'when the lease was taken over under a higher fence',
    () => given.records.held.set('production/1', { ...held, release: 'spring', fence: 4 }),
    'guard/lease',
  ],
  [
    'while the calendar is closed',
    () =>
      given.records.entries.push({
        id: 'freeze',
        kind: 'freeze',
        title: 'Year end',
        environments: [],
        start: '2026-11-01T00:00:00.000Z',
        end: null,
        owner: 'management',
      }),
    'guard/window-closed',
  ],
  ['when the signed approval is missing', () => given.records.kept.clear(), 'guard/approval'],
  ['an approval by someone else', () => forge({ by: 'cliff' }), 'guard/approval'],
  ['an approval of another release', () => forge({ release: 'autumn' }), 'guard/approval'],
  [
    'an approval of another subject',
    () => forge({ subjectDigest: 'sha256:other' }),
    'guard/approval',
  ],
  ['a statement of another kind', () => forge({ kind: 'uat-verdict' }), 'guard/approval'],
  [
    'when the person has left the group since',
    () => given.records.groups.set('cora', ['engineers']),
    'guard/approval',
  ],
  ['when the person has left altogether', () => given.records.groups.clear(), 'guard/approval'],
  [
    'when artifacts were packed anew after the approval',
    () =>
      given.record({
        type: 'artifact.packaged',
        component: 'web',
        version: '2.0.0',
        digest: 'sha256:swapped',
        sizeBytes: 1,
      }),
    'guard/approval',
  ],
  [
    'when the person turned out to be an author of the change',
    () =>
      given.record({
        type: 'component.built',
        component: 'web',
        tag: 'v2.0.0',
        commit: 'c0ffee',
        authors: ['cora'],
        unknownAuthors: [],
      }),
    'guard/approval',
  ],
  ['a plan that nobody sealed', () => given.records.sealed.clear(), 'plan/not-sealed'],
  [
    'a plan whose content was changed',
    () => {
      const sealed = given.records.sealed.get('spring');
      const plan = { ...given.plan, stages: [] };
      if (sealed !== undefined) given.records.sealed.set('spring', { ...sealed, plan });
    },
    'plan/not-sealed',
  ],
  [
    'a release that the ledger does not know',
    () => given.records.facts.clear(),
    'ledger/unknown-release',
  ],
];

describe('the guard refuses', () => {
  test.each(wrongs)('%s', async (_, change, code) => {
    await change();
    await expect(touch()).rejects.toMatchObject({ kind: 'terminal', code });
  });
});

describe('the guard refuses, however well it reads,', () => {
  const refused = {
    refused: { code: 'signature/invalid', reason: 'Its signature does not hold.' },
  };

  test('an approval whose signature does not hold', async () => {
    const ports = { ...given.ports, verifier: { ...fakeVerifier, verify: async () => refused } };
    await expect(requireMayTouch(ports, given.step)).rejects.toMatchObject({
      code: 'guard/approval',
    });
  });

  test('a plan whose seal does not hold', async () => {
    const ports = {
      ...given.ports,
      verifier: { ...fakeVerifier, verifySeal: async () => refused },
    };
    await expect(requireMayTouch(ports, given.step)).rejects.toMatchObject({
      code: 'plan/not-sealed',
    });
  });
});

const delegation = {
  id: 'd-1',
  group: 'cab',
  from: 'cliff',
  to: 'cora',
  startsAt: '2026-11-01T00:00:00.000Z',
  endsAt: '2026-12-01T00:00:00.000Z',
  givenAt: '2026-11-01T00:00:00.000Z',
  revokedAt: null,
};

async function decideToo(said: { by: string; inPlaceOf?: InPlaceOf }): Promise<void> {
  give({});
  const about = { about: 'production/cab', evidence: null, reason: '', ...said };
  const statement = { id: 'other', kind: 'decision', digest: 'other', says: 'approve' } as const;
  await given.record({ type: 'statement.accepted', ...statement, ...about });
}

function give(change: Partial<typeof delegation> | { revokedAt: string }): void {
  given.records.delegations.push({ ...delegation, ...change });
}

describe('an approval by a delegate', () => {
  beforeEach(() => {
    given.records.groups.set('cora', []).set('cliff', ['cab']);
    const facts = given.records.facts.get('spring') ?? [];
    const inPlaceOf = { delegation: 'd-1', person: 'cliff' };
    for (const [index, fact] of facts.entries()) {
      if (fact.event.type !== 'statement.accepted') continue;
      facts[index] = { ...fact, event: { ...fact.event, inPlaceOf } };
    }
  });

  test('counts at the deployment while the delegation is in force', async () => {
    given.records.delegations.push(delegation);
    await expect(touch()).resolves.toMatchObject({ plan: { name: 'spring' } });
  });

  test.each([
    ['without the delegation', () => {}],
    ['after its end', () => give({ endsAt: '2026-11-21T12:00:00.000Z' })],
    ['after its revocation', () => give({ revokedAt: '2026-11-21T11:00:00.000Z' })],
    ['when it is for another group', () => give({ group: 'engineers' })],
    ['when it was given by somebody else', () => give({ from: 'dana' })],
    [
      'when who gave it has left the group',
      () => {
        give({});
        given.records.groups.set('cliff', []);
      },
    ],
    [
      'when who gave it turned out to be an author of the change',
      async () => {
        give({});
        await given.record({
          type: 'component.built',
          component: 'web',
          tag: 'v2.0.0',
          commit: 'c0ffee',
          authors: ['cliff'],
          unknownAuthors: [],
        });
      },
    ],
    ['when who gave it decided as well', () => decideToo({ by: 'cliff' })],
    [
      'when another delegate decided in the same place',
      () => decideToo({ by: 'nora', inPlaceOf: { delegation: 'd-2', person: 'cliff' } }),
    ],
  ])('does not count %s', async (_, change) => {
    await Promise.resolve(change());
    await expect(touch()).rejects.toMatchObject({ kind: 'terminal', code: 'guard/approval' });
  });
});

test('the guard takes a second group that the sealed plan does not name for nobody', async () => {
  given.records.groups.set('cora', ['management']);
  const escalated = { type: 'requirement.escalated', requirement: 'production/cab' } as const;
  await given.record({ ...escalated, to: 'management' });
  await expect(touch()).rejects.toMatchObject({ kind: 'terminal', code: 'guard/approval' });
});

describe('the guard refuses, whatever the step says,', () => {
  test('an environment that the release was not admitted to', async () => {
    given.records.held.set('staging/1', {
      ...held,
      environment: 'staging',
      release: 'spring',
      fence: 3,
    });
    await expect(touch({ environment: 'staging' })).rejects.toMatchObject({
      code: 'guard/not-admitted',
    });
  });

  test('a step that brings a fence of its own along', async () => {
    await expect(touch({ fence: 9 })).rejects.toMatchObject({ code: 'guard/lease' });
  });

  test('a step that names another plan', async () => {
    await expect(touch({ planDigest: 'sha256:mine' })).rejects.toMatchObject({
      code: 'plan/not-sealed',
    });
  });
});
