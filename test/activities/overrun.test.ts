import { requireMayTouch } from '../../activities/guard.ts';
import type { Statement } from '../../domain/approval/statement.ts';
import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import { type ApprovedRelease, approvedRelease } from '../support/approved-release.ts';
import { fakeSignature } from '../support/fakes/fake-verifier.ts';

const overrun = 'sha256:overrun';
let given: ApprovedRelease;

/** A release that is under way in production, whose calendar closes. */
beforeEach(async () => {
  given = await approvedRelease();
  const change = { environment: 'production', component: 'web', what: 'deployment' } as const;
  const to = { digest: 'sha256:web-2.0.0', version: '2.0.0' };
  await given.record({ type: 'compensation.registered', key: 'change', ...change, to });
  await given.record({ type: 'change.applied', key: 'change', from: null, changed: true });
  given.records.groups.set('erin', ['engineers']);
  given.records.entries.push(freeze);
});

const freeze: CalendarEntry = {
  id: 'freeze',
  kind: 'freeze',
  title: 'Year end',
  environments: [],
  start: '2026-11-01T00:00:00.000Z',
  end: null,
  owner: 'management',
};

/** Keeps a statement by which somebody lets the release finish. */
function decide(change: Partial<Statement> = {}): Promise<void> {
  const { id, by, release } = { id: 'finish', by: 'erin', release: 'spring' };
  const content = { command: 'proceed', target: 'production/deploy', evidence: null } as const;
  const statement = {
    ...given.statement,
    id,
    by,
    release,
    kind: 'command',
    content,
    subjectDigest: given.step.planDigest,
    ...change,
  } as Statement;
  given.records.kept.set(overrun, { digest: overrun, id, release, ...fakeSignature(statement) });
  return given.record({
    type: 'statement.accepted',
    id,
    kind: 'command',
    digest: overrun,
    by,
    says: 'proceed',
    about: 'production/deploy',
    evidence: null,
    reason: '',
  });
}

const touch = (change: object = { overrun }) =>
  requireMayTouch(given.ports, { ...given.step, ...change });

test('a change that is under way is finished by a signed decision', async () => {
  await decide();
  await expect(touch({})).rejects.toMatchObject({ code: 'guard/window-closed' });
  await expect(touch()).resolves.toMatchObject({ plan: { name: 'spring' } });
});

const content = (change: object) => ({
  content: { command: 'proceed', target: 'production/deploy', evidence: null, ...change },
});

const wrongs: readonly [string, () => unknown][] = [
  ['that nobody made', () => undefined],
  ['about another stage', () => decide(content({ target: 'production/window' }) as object)],
  ['that says something else', () => decide(content({ command: 'hold-in-place' }) as object)],
  ['about another release', () => decide({ release: 'autumn' })],
  ['about another plan', () => decide({ subjectDigest: 'sha256:other' })],
  ['of somebody who is not entitled', () => decide({ by: 'cora' })],
  ['that the release never accepted', () => decide({ id: 'unheard' })],
  [
    'of somebody who has left since',
    async () => {
      await decide();
      given.records.groups.delete('erin');
    },
  ],
  [
    'against an embargo',
    async () => {
      await decide();
      given.records.entries.push({ ...freeze, id: 'embargo', kind: 'embargo' });
    },
  ],
];

test.each(wrongs)('a change is not finished by a decision %s', async (_, change) => {
  await change();
  await expect(touch()).rejects.toMatchObject({ kind: 'terminal', code: 'guard/window-closed' });
});

test('a change that has not begun is not begun by a decision', async () => {
  given = await approvedRelease();
  given.records.entries.push(freeze);
  given.records.groups.set('erin', ['engineers']);
  await decide();
  await expect(touch()).rejects.toMatchObject({ code: 'guard/window-closed' });
});
