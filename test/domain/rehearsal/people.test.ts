import type { Statement } from '../../../domain/approval/statement.ts';
import { castPeople } from '../../../domain/rehearsal/people.ts';
import type { ReleaseEvent, ReleaseFact } from '../../../domain/release/event.ts';
import { outlineOf } from '../../../domain/revision/outline-of.ts';
import { aPlan, aStage } from '../../support/builders/plan.ts';
import { foldAll } from '../../support/fakes/memory-records.ts';

const at = '2026-11-21T12:00:00.000Z';
const stage = 'production/approval';
const groups = [
  { id: 'cab', members: ['rita', 'cora', 'cliff'] },
  { id: 'operations', members: ['cora', 'opal'] },
  { id: 'engineers', members: ['erin'] },
  { id: 'management', members: ['mona'] },
];

const started: ReleaseEvent = {
  type: 'release.started',
  planDigest: 'sha256:plan',
  name: 'spring',
  title: 'Spring release',
  releaseClass: 'normal',
  requestedBy: 'rita',
  services: ['web'],
  environments: ['production'],
  stages: [{ id: stage, kind: 'approval', environment: 'production' }],
};
const asks = (group: string, count = 1): ReleaseEvent => ({
  type: 'requirement.opened',
  requirement: `production/${group}`,
  stage,
  kind: 'approval',
  environment: 'production',
  group,
  count,
  subjectDigest: 'sha256:subject',
  evidenceDigest: 'sha256:evidence',
  attempt: 1,
  deadline: '2026-11-22T12:00:00.000Z',
});
const owes: ReleaseEvent = {
  type: 'obligation.opened',
  obligation: 'review',
  title: 'Review',
  owner: 'engineers',
  due: '2026-11-24T12:00:00.000Z',
  mandatoryBecause: [],
};

/** What people say to these events, one after the other. */
function saidTo(
  events: readonly ReleaseEvent[],
  { nobody = [], no = false }: { nobody?: readonly string[]; no?: boolean } = {},
): readonly Statement[] {
  const plan = outlineOf(aPlan([aStage('approval'), aStage('review')]));
  const people = castPeople({ groups, nobody, plan, rejects: () => no });
  const facts: ReleaseFact[] = [started, ...events].map((event, index) => ({
    seq: index + 1,
    at,
    event,
  }));
  return facts.flatMap(({ event }, index) => people(event, foldAll(facts.slice(0, index + 1))));
}

const who = (statements: readonly Statement[]) => statements.map(({ by }) => by);

test('as many people as are needed say yes, and never who would start the release', () => {
  const said = saidTo([asks('cab', 2)]);
  expect(who(said)).toEqual(['cora', 'cliff']);
  expect(said[0]).toMatchObject({
    kind: 'decision',
    subjectDigest: 'sha256:subject',
    content: { requirement: 'production/cab', verdict: 'approve' },
  });
});

test('one person fills one requirement of a stage', () => {
  expect(who(saidTo([asks('cab'), asks('operations')]))).toEqual(['cora', 'opal']);
});

test('fewer answer where the rules leave fewer', () => {
  expect(who(saidTo([asks('cab', 3)]))).toEqual(['cora', 'cliff']);
});

test('a group in which nobody answers says nothing', () => {
  expect(saidTo([asks('cab')], { nobody: ['cab'] })).toEqual([]);
});

test('people say no where that was chosen', () => {
  const [said] = saidTo([asks('cab')], { no: true });
  expect(said?.content).toMatchObject({ verdict: 'reject' });
});

test('an obligation is met by its owner, or by those above when the owner is silent', () => {
  const [said] = saidTo([owes]);
  expect(said).toMatchObject({
    by: 'erin',
    kind: 'command',
    content: { command: 'complete-obligation', target: 'review' },
  });
  const escalated: ReleaseEvent = {
    type: 'obligation.escalated',
    obligation: 'review',
    to: 'management',
  };
  expect(who(saidTo([owes, escalated], { nobody: ['engineers'] }))).toEqual(['mona']);
});
