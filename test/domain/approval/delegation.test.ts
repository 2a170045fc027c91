import fc from 'fast-check';
import { authorityOf } from '../../../domain/approval/authority.ts';
import { type Delegation, isInForce, standInsOf } from '../../../domain/approval/delegation.ts';
import { type DecisionRecord, initialState } from '../../../domain/release/state.ts';

const people = ['ada', 'bo', 'cy', 'di'] as const;
const person = fc.constantFrom(...people);
const groups = ['cab', 'qa'] as const;
const aGroup = fc.constantFrom(...groups);
const hour = (number: number) => new Date(Date.UTC(2026, 0, 1, number)).toISOString();

const aDelegation: fc.Arbitrary<Delegation> = fc
  .record({
    id: fc.uuid(),
    group: aGroup,
    from: person,
    to: person,
    start: fc.integer({ min: 0, max: 9 }),
    hours: fc.integer({ min: 1, max: 9 }),
    revoked: fc.option(fc.integer({ min: 0, max: 20 })),
  })
  .map(({ start, hours, revoked, ...rest }) => ({
    ...rest,
    startsAt: hour(start),
    endsAt: hour(start + hours),
    givenAt: hour(start),
    revokedAt: revoked === null ? null : hour(revoked),
  }));

/** Who is in which group, by the directory. */
const memberships = fc.record({ cab: fc.uniqueArray(person), qa: fc.uniqueArray(person) });
const aRelease = fc.record({
  requestedBy: person,
  releaseClass: fc.constant('normal' as const),
  builds: fc
    .array(person, { maxLength: 2 })
    .map((authors) => [{ component: 'web', tag: 'v1', commit: 'c', authors, unknownAuthors: [] }]),
});

const world = fc.record({
  delegations: fc.array(aDelegation, { minLength: 3, maxLength: 9 }),
  members: memberships,
  release: aRelease,
  group: aGroup,
  at: fc.integer({ min: 0, max: 20 }).map(hour),
  /** Who tries to decide, one after the other. */
  tries: fc.array(person, { minLength: 3, maxLength: 6 }),
});

/** Lets people decide a requirement, as the workflow does: what is refused changes nothing. */
function decideAll({
  delegations,
  members,
  release,
  group,
  at,
  tries,
}: typeof world extends fc.Arbitrary<infer World> ? World : never): readonly DecisionRecord[] {
  const isMember = (who: string, where: string) =>
    members[where as 'cab'].some((member) => member === who);
  const state = { ...initialState(), ...release };
  const decisions: DecisionRecord[] = [];
  for (const by of tries) {
    const decider = {
      by,
      groups: groups.filter((each) => isMember(by, each)),
      standIns: standInsOf(delegations, by, at, isMember),
    };
    const authority = authorityOf(state, { kind: 'approval', group, decisions }, decider);
    if ('code' in authority) continue;
    const said = { statement: by, digest: '', by, verdict: 'approve', at } as const;
    const { inPlaceOf } = authority;
    if (inPlaceOf === null) decisions.push(said);
    else {
      const { delegation, from } = inPlaceOf;
      decisions.push({ ...said, inPlaceOf: { delegation, person: from } });
    }
  }
  return decisions;
}

/** By whose right a decision was made. */
const rightOf = ({ by, inPlaceOf }: DecisionRecord) => inPlaceOf?.person ?? by;

test('a right to decide is used once, and is that of a member who may decide', () => {
  fc.assert(
    fc.property(world, (given) => {
      const decisions = decideAll(given);
      const rights = decisions.map(rightOf);
      expect(new Set(rights).size).toBe(rights.length);
      const excluded = [given.release.requestedBy, ...(given.release.builds[0]?.authors ?? [])];
      for (const decision of decisions) {
        expect(given.members[given.group]).toContain(rightOf(decision));
        expect(excluded).not.toContain(rightOf(decision));
        expect(excluded).not.toContain(decision.by);
      }
      const everyone = decisions.map(({ by }) => by);
      expect(new Set(everyone).size).toBe(everyone.length);
    }),
    { numRuns: 1_000 },
  );
});

test('who is no member decides only by a delegation for that group which is in force', () => {
  fc.assert(
    fc.property(world, (given) => {
      for (const { by, inPlaceOf } of decideAll(given)) {
        if (inPlaceOf === undefined) {
          expect(given.members[given.group]).toContain(by);
          continue;
        }
        const used = given.delegations.find(({ id }) => id === inPlaceOf.delegation);
        expect(used).toMatchObject({ from: inPlaceOf.person, to: by, group: given.group });
        expect(used !== undefined && isInForce(used, given.at)).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});

const given: Delegation = {
  id: 'd-1',
  group: 'cab',
  from: 'ada',
  to: 'bo',
  startsAt: '2026-01-01T10:00:00.000Z',
  endsAt: '2026-01-01T12:00:00.000Z',
  givenAt: '2026-01-01T09:00:00.000Z',
  revokedAt: null,
};

test.each([
  ['before its start', '2026-01-01T09:59:59.999Z', null, false],
  ['from its start', '2026-01-01T10:00:00.000Z', null, true],
  ['until its end', '2026-01-01T11:59:59.999Z', null, true],
  ['not at its end', '2026-01-01T12:00:00.000Z', null, false],
  ['not from its revocation on', '2026-01-01T11:00:00.000Z', '2026-01-01T11:00:00.000Z', false],
])('a delegation counts %s', (_, at, revokedAt, counts) => {
  expect(isInForce({ ...given, revokedAt }, at)).toBe(counts);
});

test('a delegate passes nothing on', () => {
  const further = { ...given, id: 'd-2', from: 'bo', to: 'cy' };
  const isMember = (who: string) => who === 'ada';
  const at = '2026-01-01T11:00:00.000Z';
  expect(standInsOf([given, further], 'bo', at, isMember)).toHaveLength(1);
  expect(standInsOf([given, further], 'cy', at, isMember)).toEqual([]);
});

const quiet = { ...initialState(), requestedBy: 'rita' };
const asked = { kind: 'approval' as const, group: 'cab', decisions: [] };
const standIns = [{ delegation: 'd-1', group: 'cab', from: 'ada', until: given.endsAt }];
const decider = { by: 'bo', groups: [], standIns };

test('a delegate of the requester decides as little as the requester', () => {
  const state = { ...quiet, requestedBy: 'ada' };
  expect(authorityOf(state, asked, decider)).toMatchObject({
    code: 'approval/delegator-excluded',
  });
});

test('a member and their delegates are one voice, whoever speaks first', () => {
  const said = { statement: 's', digest: '', verdict: 'approve' as const, at: given.startsAt };
  const byAda = { ...asked, decisions: [{ ...said, by: 'ada' }] };
  expect(authorityOf(quiet, byAda, decider)).toMatchObject({
    code: 'approval/delegator-has-decided',
  });
  const byBo = {
    ...asked,
    decisions: [{ ...said, by: 'bo', inPlaceOf: { delegation: 'd-1', person: 'ada' } }],
  };
  const ada = { by: 'ada', groups: ['cab'], standIns: [] };
  const cy = { ...decider, by: 'cy' };
  for (const other of [ada, cy]) {
    expect(authorityOf(quiet, byBo, other)).toMatchObject({ code: 'approval/decided-in-place' });
  }
});

test('whom it was escalated to decides too, and nobody before', () => {
  const mona = { by: 'mona', groups: ['management'], standIns: [] };
  expect(authorityOf(quiet, asked, mona)).toMatchObject({ code: 'approval/not-in-group' });
  const escalated = { ...asked, escalatedTo: 'management' };
  expect(authorityOf(quiet, escalated, mona)).toEqual({ inPlaceOf: null });
  expect(authorityOf(quiet, escalated, { ...mona, groups: [] })).toMatchObject({
    code: 'approval/not-in-group',
  });
});
