import fc from 'fast-check';
import { type AgendaRelease, agendaOf } from '../../domain/agenda/agenda-item.ts';
import { writeMarkdown } from '../../domain/agenda/write-markdown.ts';
import {
  type DecisionRecord,
  initialState,
  type RequirementState,
} from '../../domain/release/state.ts';
import { aPlan } from '../support/builders/plan.ts';

const at = '2026-01-01T00:00:00.000Z';

function aRequirement(change: Partial<RequirementState> = {}): RequirementState {
  return {
    id: 'production/cab',
    stage: 'production/approval',
    kind: 'approval',
    environment: 'production',
    group: 'cab',
    count: 1,
    subjectDigest: 'sha256:subject',
    evidenceDigest: 'sha256:evidence',
    attempt: 1,
    openedAt: at,
    deadline: '2026-01-02T00:00:00.000Z',
    outcome: 'pending',
    decisions: [],
    ...change,
  };
}

function aRelease(requirement: Partial<RequirementState>, title = 'Spring'): AgendaRelease {
  return {
    release: 'spring',
    plan: aPlan([], { title }),
    state: { ...initialState(), requirements: [aRequirement(requirement)] },
    conflicts: [],
    moreConflicts: 0,
    windowOf: () => ({ open: false, reason: 'Year end.', nextOpen: null }),
  };
}

const approved: DecisionRecord = { statement: 's', digest: 's', by: 'ada', verdict: 'approve', at };

test.each<[string, Partial<RequirementState>, number]>([
  ['what the group is asked', {}, 1],
  ['what was escalated to it', { group: 'testers', escalatedTo: 'cab' }, 1],
  ['what more people have to decide', { count: 2, decisions: [approved] }, 1],
  ['nothing that enough people decided', { decisions: [approved] }, 0],
  ['nothing that is settled', { outcome: 'expired' }, 0],
  ['nothing of another group', { group: 'testers' }, 0],
  ['no acceptance test', { kind: 'uat' }, 0],
])('the agenda holds %s', (_, requirement, items) => {
  expect(agendaOf('cab', [aRelease(requirement)])).toHaveLength(items);
});

test('the nearest deadline comes first', () => {
  const late = aRelease({ id: 'late', deadline: '2026-01-09T00:00:00.000Z' });
  const soon = aRelease({ id: 'soon', deadline: '2026-01-03T00:00:00.000Z' });
  const order = agendaOf('cab', [late, soon]).map(({ requirement }) => requirement);
  expect(order).toEqual(['soon', 'late']);
});

test('the document says what is unknown instead of leaving it out', () => {
  const text = writeMarkdown('cab', at, agendaOf('cab', [aRelease({})]));
  expect(text).toContain('Unknown: nothing says how it is weighed.');
  expect(text).toContain('None: no gate has been judged.');
  expect(text).toContain('Closed now: Year end. Next opening: none known.');
  expect(text).toContain('None with what other releases plan.');
});

const judged = {
  stage: 'gates',
  gate: 'unit-tests',
  component: 'web',
  verdict: 'pass',
  evidence: { digest: 'sha256:report', reference: 'r' },
  judgedAt: at,
} as const;

test.each<[string, Partial<RequirementState>, readonly string[]]>([
  ['an approval', { decisions: [approved] }, ['ada']],
  ['an approval that a revision voided', { voided: [voidedBy('revised')] }, ['ada']],
  ['a rejection', { decisions: [{ ...approved, verdict: 'reject' }] }, []],
  ['an approval before it was judged', { decisions: [{ ...approved, at: '2025-01-01' }] }, []],
  ['an acceptance test', { kind: 'uat', decisions: [approved] }, []],
])('whether unchanged evidence is marked as reviewed after %s', (_, asked, by) => {
  const other = { id: 'staging/cab', stage: 'staging/approval', outcome: 'approved' } as const;
  const requirements = [aRequirement({ ...other, ...asked }), aRequirement()];
  const release = aRelease({});
  const state = { ...release.state, requirements, gates: [judged] };
  const items = agendaOf('cab', [{ ...release, state }]);
  const [item] = items.filter(({ requirement }) => requirement === 'production/cab');
  const reviews = by.map((person) => ({ by: person, at, requirement: 'staging/cab' }));
  expect(item?.evidence).toEqual([{ ...judged, reviews }]);
  const text = writeMarkdown('cab', at, items);
  expect(
    text.includes(`unchanged since it was approved upon by ada for staging/cab at ${at}`),
  ).toBe(by.length > 0);
});

function voidedBy(because: 'revised') {
  return { ...approved, voidedAt: at, because, revision: 2, subjectDigest: 'sha256:earlier' };
}

test('a release is shown with whom it meets where the board decides', () => {
  const meets = {
    kind: 'environment',
    environment: 'production',
    about: ['production'],
    with: ['autumn'],
    from: at,
    until: '2026-01-02T00:00:00.000Z',
    reason: 'production is held by one release at a time.',
    goesFirst: null,
    decision: 'Nobody has decided.',
  } as const;
  const conflicts = [meets, { ...meets, environment: 'staging', with: ['summer'] }];
  const items = agendaOf('cab', [{ ...aRelease({}), conflicts, moreConflicts: 3 }]);
  expect(items).toMatchObject([{ conflicts: [meets], moreConflicts: 3 }]);
  const text = writeMarkdown('cab', at, items);
  expect(text).toContain(`environment with autumn (${at} to 2026-01-02T00:00:00.000Z)`);
  expect(text).toContain('And 3 more');
  expect(text).not.toContain('summer');
});

test('no words of a release become headings, links, images or HTML of the document', () => {
  const nasty = fc.string({
    unit: fc.constantFrom('#', '[', ']', '(', ')', '!', '<', '>', '\n', 'a'),
  });
  fc.assert(
    fc.property(nasty, (title) => {
      const text = writeMarkdown('cab', at, agendaOf('cab', [aRelease({}, title)]));
      expect(text.match(/^## /gm)).toHaveLength(1);
      expect(text).not.toMatch(/(?<!\\)[<>[\]]/);
    }),
  );
});
