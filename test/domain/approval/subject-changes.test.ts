import fc from 'fast-check';
import { subjectChanges } from '../../../domain/approval/subject-changes.ts';
import { applyFact } from '../../../domain/release/apply-fact.ts';
import type { ReleaseEvent } from '../../../domain/release/event.ts';
import { initialState } from '../../../domain/release/state.ts';

const digest = fc.constantFrom('sha256:a', 'sha256:b', 'sha256:c');
const artifacts = fc.uniqueArray(
  fc.record({
    component: fc.constantFrom('schema', 'shop', 'web'),
    version: fc.constant('2.0.0'),
    digest,
  }),
  { selector: ({ component }) => component },
);
const gates = fc.uniqueArray(
  fc.record({
    stage: fc.constantFrom('test', 'production/gates'),
    gate: fc.constantFrom('unit', 'smoke'),
    component: fc.constantFrom(null, 'web'),
    verdict: fc.constantFrom('pass', 'fail', 'inconclusive'),
    evidence: fc.option(fc.record({ digest, reference: fc.constant('here') })),
    judgedAt: fc.constant('2026-01-01T00:00:00.000Z'),
  }),
  { selector: ({ stage, gate, component }) => `${stage} ${gate} ${component}` },
);
const content = fc.record({ artifacts, gates });

test('names exactly the components that have another artifact, whatever their order', () => {
  fc.assert(
    fc.property(content, content, (before, after) => {
      const of = (list: typeof before.artifacts, name: string) =>
        list.find(({ component }) => component === name)?.digest ?? null;
      const expected = ['schema', 'shop', 'web']
        .map((component) => ({
          component,
          before: of(before.artifacts, component),
          after: of(after.artifacts, component),
        }))
        .filter((change) => change.before !== change.after);
      const turned = { ...after, artifacts: after.artifacts.toReversed() };
      expect(subjectChanges(before, turned).components).toEqual(expected);
    }),
  );
});

test('nothing changed against itself, and what was judged anew alike is no change', () => {
  fc.assert(
    fc.property(content, (before) => {
      const judgedAt = '2026-02-02T00:00:00.000Z';
      const again = before.gates.map((gate) => ({ ...gate, judgedAt })).toReversed();
      const changes = subjectChanges(before, { ...before, gates: again });
      expect(changes).toEqual({ components: [], evidence: [] });
    }),
  );
});

test('shows a verdict or evidence that is another one, and a gate that is new', () => {
  const gate = { stage: 'test', gate: 'unit', component: 'web', judgedAt: 'then' };
  const before = { ...gate, verdict: 'pass' as const, evidence: null };
  const after = { ...before, evidence: { digest: 'sha256:b', reference: 'b' } };
  const smoke = { ...before, gate: 'smoke' };
  const changes = subjectChanges(
    { artifacts: [], gates: [before] },
    { artifacts: [], gates: [after, smoke] },
  );
  const shared = { stage: 'test', component: 'web' };
  const passed = { verdict: 'pass', digest: null };
  expect(changes.evidence).toEqual([
    { ...shared, gate: 'smoke', before: null, after: passed },
    { ...shared, gate: 'unit', before: passed, after: { verdict: 'pass', digest: 'sha256:b' } },
  ]);
});

test('whoever is asked again sees what they had said and about what', () => {
  const opened = {
    type: 'requirement.opened',
    requirement: 'production/cab',
    stage: 'production/approval',
    kind: 'approval',
    environment: 'production',
    group: 'cab',
    count: 2,
    subjectDigest: 'first',
    evidenceDigest: 'evidence',
    attempt: 1,
    deadline: '2026-01-02T00:00:00.000Z',
  } as const;
  const said = (by: string): ReleaseEvent => ({
    type: 'statement.accepted',
    id: by,
    kind: 'decision',
    digest: by,
    by,
    says: 'approve',
    about: 'production/cab',
    evidence: null,
    reason: '',
  });
  const events = [opened, said('ada'), { ...opened, subjectDigest: 'second', attempt: 2 }];
  const state = events.reduce(
    (known, event, index) => applyFact(known, { seq: index + 1, at: `at-${index}`, event }),
    initialState(),
  );
  expect(state.requirements).toMatchObject([
    {
      subjectDigest: 'second',
      decisions: [],
      voided: [{ by: 'ada', subjectDigest: 'first', because: 'asked-again', voidedAt: 'at-2' }],
    },
  ]);
});
