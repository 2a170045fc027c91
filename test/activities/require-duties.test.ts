import fc from 'fast-check';
import { requireMayTouch } from '../../activities/guard.ts';
import { requireDuties } from '../../activities/require-duties.ts';
import type { ReleaseEvent } from '../../domain/release/event.ts';
import { type ApprovedRelease, approvedRelease } from '../support/approved-release.ts';
import { aRequest } from '../support/builders/deviation.ts';
import { foldAll } from '../support/fakes/memory-records.ts';

const open = '@id("all") @reason("All may.") permit (principal, action, resource);\n';
const noCab = {
  name: 'strict',
  policies:
    `${open}@id("no-cab") @reason("The CAB does not decide here.")\n` +
    'forbid (principal in Group::"cab", action == Action::"decide", resource);',
};

let given: ApprovedRelease;
beforeEach(async () => {
  given = await approvedRelease();
});

const touch = () => requireMayTouch(given.ports, given.step);
const ask = async (plan = given.plan) =>
  requireDuties(given.ports, { plan, state: foldAll(given.records.facts.get('spring') ?? []) });
const refused = (policy: string) => ({
  kind: 'terminal',
  code: 'guard/duties',
  message: expect.stringContaining(`duties/${policy}`),
  remedy: expect.stringContaining('rollback or withdraw'),
});

test('the guard refuses by duties that were tightened under way', async () => {
  await expect(touch()).resolves.toMatchObject({ plan: { name: 'spring' } });
  given.records.applied = noCab;
  await expect(touch()).rejects.toMatchObject(refused('no-cab'));
});

test('the guard refuses by duties that the plan pins, loosened or not', async () => {
  given.records.applied = { name: 'loose', policies: open };
  await expect(ask()).resolves.toBeUndefined();
  await expect(ask({ ...given.plan, duties: noCab })).rejects.toMatchObject(refused('no-cab'));
});

test('the guard refuses by duties that cannot be asked', async () => {
  given.records.applied = { name: 'broken', policies: 'permit (principal' };
  await expect(touch()).rejects.toMatchObject(refused('not-understood'));
});

test('groups count as they are at that moment', async () => {
  given.records.applied = noCab;
  given.records.groups.set('cora', ['management']);
  await expect(ask()).resolves.toBeUndefined();
});

const setOf = (id: string, when: string) => ({
  name: 'strict',
  policies:
    `${open}@id("${id}") @reason("It does not go together.")\n` +
    `forbid (principal, action, resource) when { ${when} };`,
});

test('the guard asks about the person in whose place a delegate decided, too', async () => {
  given.records.groups.set('cliff', ['cab', 'suppliers']);
  given.records.applied = setOf('no-supplier', 'principal in Group::"suppliers"');
  await given.record(opened('more', 'approval'));
  await expect(ask()).resolves.toBeUndefined();
  const inPlaceOf = { delegation: 'd-1', person: 'cliff' };
  await given.record({ ...verdict('more', 'decision', 'dora'), inPlaceOf });
  await expect(ask()).rejects.toMatchObject(refused('no-supplier'));
});

test('the guard asks about who granted a deviation, from its use until it is spent', async () => {
  const plan = { ...given.plan, duties: setOf('no-grant', 'action == Action::"grant"') };
  const request = aRequest('2026-11-21T12:00:00.000Z');
  const deviation = 'the-request';
  const by = { by: 'erin', grantedBy: 'management' };
  await given.record({ type: 'deviation.asked', deviation, request: 'r', ...by, ...request });
  const answer = { deviation, verdict: 'grant', by: 'mona', statement: 'v' } as const;
  await given.record({ type: 'deviation.answered', ...answer });
  await expect(ask(plan)).resolves.toBeUndefined();
  await given.record({ type: 'deviation.used', deviation, stage: 'production/window' });
  await expect(ask(plan)).rejects.toMatchObject(refused('no-grant'));
  const both = 'context.granters.contains(principal) && context.approvers.contains(principal)';
  await given.record(opened('more', 'approval'));
  await given.record(verdict('more', 'decision', 'mona'));
  const apart = { ...given.plan, duties: setOf('granted-and-approved', both) };
  await expect(ask(apart)).rejects.toMatchObject(refused('granted-and-approved'));
  const failure = { kind: 'terminal', code: 'x', message: 'm', remedy: 'r' } as const;
  await given.record({ type: 'stage.failed', stage: 'production/deploy', failure });
  await expect(ask(plan)).resolves.toBeUndefined();
});

const people = ['cora', 'dana', 'rita', 'una'] as const;
const somebody = fc.constantFrom(...people);
const verdict = (requirement: string, kind: 'decision' | 'uat-verdict', by: string) => ({
  type: 'statement.accepted' as const,
  id: `${requirement}-${by}`,
  kind,
  digest: 'd',
  by,
  says: 'approve',
  about: requirement,
  evidence: null,
  reason: '',
});
const opened = (requirement: string, kind: 'approval' | 'uat'): ReleaseEvent => ({
  type: 'requirement.opened',
  requirement,
  stage: requirement,
  kind,
  environment: 'production',
  group: 'cab',
  count: 1,
  subjectDigest: 's',
  evidenceDigest: 'e',
  attempt: 1,
  deadline: '2026-11-22T12:00:00.000Z',
});

/** A release with these people in its three duties, as if every other rule had let them through. */
async function actedBy(authors: string[], testers: string[], deployers: string[], how: string) {
  given = await approvedRelease();
  const record = (event: ReleaseEvent) => given.record(event);
  const component = { component: 'web', tag: 'v2', commit: 'c0ffee', unknownAuthors: [] };
  await record({ type: 'component.built', ...component, authors });
  await record(opened('uat', 'uat'));
  for (const by of testers) await record(verdict('uat', 'uat-verdict', by));
  await record(opened('more', 'approval'));
  for (const by of deployers) {
    const isCommand = how === 'command';
    const command = { ...verdict('x', 'decision', by), kind: 'command', says: 'proceed' } as const;
    await record(isCommand ? command : verdict('more', 'decision', by));
  }
}

test('no release passes in which one person built, tested and deployed', async () => {
  const some = fc.uniqueArray(somebody, { maxLength: 3 });
  const how = fc.constantFrom('decision', 'command');
  await fc.assert(
    fc.asyncProperty(some, some, some, how, async (authors, testers, deployers, by) => {
      await actedBy(authors, testers, deployers, by);
      // `rita` started it, and `cora` has approved for production.
      const hasAll = people.some(
        (person) =>
          [...authors, 'rita'].includes(person) &&
          testers.includes(person) &&
          [...deployers, 'cora'].includes(person),
      );
      const outcome = ask();
      if (hasAll) await expect(outcome).rejects.toMatchObject(refused('built-tested-and-deployed'));
      else await expect(outcome).resolves.toBeUndefined();
    }),
    { numRuns: 150 },
  );
});
