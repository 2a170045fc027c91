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
  expect(text).toContain('Unknown: nobody has looked for conflicts');
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
