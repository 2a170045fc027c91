import fc from 'fast-check';
import type { Statement } from '../../../domain/approval/statement.ts';
import type { RequirementState } from '../../../domain/release/requirement-state.ts';
import { receiveReport } from '../../../domain/task/receive-report.ts';
import { evidenceKinds, taskOutcomes } from '../../../domain/task/task.ts';
import { aStage } from '../../support/builders/plan.ts';

type Report = Extract<Statement, { kind: 'task-report' }>;

const sample = aStage('task');
const { id } = sample;
const instant = '2026-11-22T12:00:00.000Z';
const digest = `sha256:${'a'.repeat(64)}`;

const asked: RequirementState = {
  id,
  stage: id,
  kind: 'task',
  environment: 'production',
  group: 'operations',
  count: 1,
  subjectDigest: digest,
  evidenceDigest: digest,
  attempt: 1,
  openedAt: instant,
  deadline: instant,
  outcome: 'pending',
  decisions: [],
};

function report(content: Partial<Report['content']>, commentDigest: string | null = null): Report {
  return {
    id: 'report',
    release: 'spring',
    environment: 'production',
    subjectDigest: digest,
    by: 'opal',
    commentDigest,
    nonce: '1',
    issuedAt: instant,
    expiresAt: instant,
    kind: 'task-report',
    content: { requirement: id, outcome: 'done', link: null, file: null, ...content },
  };
}

const planWith = (evidence: (typeof evidenceKinds)[number][]) => ({
  stages: [aStage('task', { task: { ...sample.task, evidence } })],
});
const owner = { groups: ['operations'] };

test('`done` counts exactly when all that was demanded is given, and a no needs a reason', () => {
  const kinds = fc.uniqueArray(fc.constantFrom(...evidenceKinds));
  fc.assert(
    fc.property(kinds, kinds, fc.constantFrom(...taskOutcomes), (demanded, given, outcome) => {
      const link = given.includes('link') ? 'https://wiki.example' : null;
      const file = given.includes('file') ? digest : null;
      const said = report({ outcome, link, file }, given.includes('text') ? digest : null);
      const enough =
        outcome === 'done'
          ? demanded.every((kind) => given.includes(kind))
          : given.includes('text');
      const reception = receiveReport(planWith(demanded), asked, owner, said);
      expect(reception.outcome).toBe(enough ? 'accepted' : 'refused');
    }),
  );
});

test('names what is missing, and where text is given', () => {
  expect(receiveReport(planWith(['file', 'text']), asked, owner, report({}))).toEqual({
    outcome: 'refused',
    code: 'task/evidence-missing',
    reason: `The plan demands evidence for ${id} that is missing: file, text (the comment).`,
  });
});

test('a task that the plan does not know is never done', () => {
  const reception = receiveReport({ stages: [] }, asked, owner, report({}));
  expect(reception).toMatchObject({ reason: `The plan has no task ${id}.` });
});

test('is reported by its owners, by those it was escalated to, or in the place of one', () => {
  const from = (person: object) =>
    receiveReport(
      planWith([]),
      { ...asked, escalatedTo: 'management' },
      { groups: [], ...person },
      report({}),
    );
  expect(from({})).toMatchObject({ code: 'task/not-owner' });
  expect(from({ groups: ['management'] })).toMatchObject({ outcome: 'accepted' });
  const standIn = { from: 'olga', group: 'operations', delegation: 'd-1', until: instant };
  expect(from({ standIns: [standIn] })).toMatchObject({
    outcome: 'accepted',
    inPlaceOf: { delegation: 'd-1', person: 'olga' },
  });
});

test('is reported once', () => {
  const decision = { statement: 's', digest, by: 'opal', verdict: 'approve', at: instant } as const;
  const reported = { ...asked, decisions: [decision] };
  const reception = receiveReport(planWith([]), reported, owner, report({ outcome: 'done' }));
  expect(reception).toMatchObject({ code: 'requirement/settled' });
});
