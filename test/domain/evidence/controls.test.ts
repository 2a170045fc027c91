import { controls } from '../../../domain/evidence/controls/catalogue.ts';
import { type MappedControl, questions } from '../../../domain/evidence/controls/control.ts';
import { mapControls } from '../../../domain/evidence/controls/map-controls.ts';
import type { ReleaseRecord } from '../../../domain/evidence/record.ts';
import type { ReleaseEvent } from '../../../domain/release/event.ts';
import { aRequest } from '../../support/builders/deviation.ts';
import {
  approver,
  aRecord,
  author,
  requester,
  toldBy,
  wholeStory,
} from '../../support/builders/evidence.ts';
import { aPlan, aStage } from '../../support/builders/plan.ts';
import { troubledStory } from '../../support/builders/troubled-story.ts';

const mapped = (record: ReleaseRecord) => mapControls(toldBy(record));

/** What is said to a question, wherever it is asked. */
function answerTo(question: string, from: readonly MappedControl[]) {
  const found = from.flatMap(({ findings }) => findings).find((each) => each.question === question);
  if (found === undefined) throw new Error(`No control asks ${question}.`);
  return found;
}

const statusOf = (reference: string, from: readonly MappedControl[]) =>
  from.find((control) => control.reference === reference)?.status;

const without = (type: ReleaseEvent['type'], from = wholeStory()) =>
  from.filter((event) => event.type !== type);

test('every question is asked by a control, each with a number of its framework', () => {
  const asked = new Set(controls.flatMap((control) => control.questions));
  expect(questions.filter((question) => !asked.has(question))).toEqual([]);
  const pattern =
    /^(§404.*|A\.[58]\.\d+|45 CFR 164\.3(08|12|16)\([a-d]\)\S*|Art\. (5|25|32)\(\d\)\S*)$/;
  expect(controls.filter(({ reference }) => !pattern.test(reference))).toEqual([]);
  expect(new Set(controls.map(({ reference }) => reference)).size).toBe(controls.length);
});

test('a release that was approved, tested and reviewed shows it, with who and what', () => {
  const all = mapped(aRecord());
  expect(answerTo('authorised', all)).toMatchObject({
    status: 'shown',
    facts: [expect.stringContaining(`approve by ${approver} at 2026-11-01T05:00:00.000Z`)],
  });
  for (const question of ['tested', 'duties-apart', 'traceable', 'reviewed', 'intact'] as const) {
    expect([question, answerTo(question, all).status]).toEqual([question, 'shown']);
  }
  expect(answerTo('exceptions', all).status).toBe('not-applicable');
  expect(statusOf('A.5.3', all)).toBe('shown');
  expect(statusOf('45 CFR 164.312(b)', all)).toBe('shown');
});

test('a change that began before its approval is not shown as authorised', () => {
  const events = wholeStory();
  const settled = events.filter(({ type }) => type === 'requirement.settled');
  const late = [...without('requirement.settled', events), ...settled];
  const all = mapped(aRecord(late));
  expect(answerTo('authorised', all)).toMatchObject({
    status: 'not-shown',
    facts: [
      expect.stringMatching(/^production was changed at .* without production\/cab\.$/),
      expect.anything(),
    ],
  });
  expect(statusOf('A.8.32', all)).toBe('not-shown');
});

test('a change that began with fewer approvals than were asked is not shown as authorised', () => {
  const events = wholeStory().map((event) =>
    event.type === 'requirement.opened' ? { ...event, count: 2 } : event,
  );
  expect(answerTo('authorised', mapped(aRecord(events)))).toMatchObject({
    status: 'not-shown',
    facts: [
      expect.stringMatching(/^production\/cab: 1 of 2 of cab had approved/),
      expect.anything(),
    ],
  });
});

test('what went on by a bypass is not shown as authorised, but as an exception', () => {
  const [by, deviation, requirement] = ['p-asker', 'bypass-1', 'production/cab'];
  const scope = { kind: 'bypass', environment: 'production', requirement } as const;
  const asked = aRequest('2026-11-01T04:00:00.000Z', {
    scope: { ...scope, subjectDigest: 'sha256:subject' },
  });
  const granted: readonly ReleaseEvent[] = [
    { type: 'deviation.asked', deviation, request: 'r', by, grantedBy: 'management', ...asked },
    { type: 'deviation.answered', deviation, verdict: 'grant', by: 'p-mona', statement: 'v' },
    { type: 'deviation.used', deviation, stage: 'production/approval' },
  ];
  const events = wholeStory().flatMap((event) =>
    event.type === 'requirement.settled' ? [...granted, event] : [event],
  );
  const all = mapped(aRecord(events));
  expect(answerTo('authorised', all)).toMatchObject({
    status: 'not-shown',
    facts: [expect.stringContaining('by the bypass bypass-1'), expect.anything()],
  });
  expect(answerTo('exceptions', all).status).toBe('shown');
});

test('a change whose approval was never asked for is not shown as authorised', () => {
  const events = wholeStory().filter(({ type }) => !/^(requirement|statement)\./.test(type));
  expect(answerTo('authorised', mapped(aRecord(events)))).toMatchObject({
    status: 'not-shown',
    facts: [expect.stringContaining('production/approval was never asked')],
  });
});

test('a plan without approvals, gates or review shows none of them', () => {
  const plan = aPlan([aStage('deploy')], { rollback: null });
  const all = mapped(aRecord(wholeStory().slice(0, 3), { plan, evidence: [] }));
  for (const question of ['authorised', 'tested', 'reviewed', 'way-back'] as const) {
    expect([question, answerTo(question, all).status]).toEqual([question, 'not-shown']);
  }
});

test.each([
  ['wrote the change', author],
  ['asked for the release', requester],
])('duties are not shown apart when the approver %s', (why, person) => {
  const finding = answerTo('duties-apart', mapped(aRecord(wholeStory(person))));
  expect(finding.status).toBe('not-shown');
  expect(finding.facts[0]).toContain(`${person} ${why} and decided production/cab.`);
});

test('duties are not shown apart while an author is not known', () => {
  const events = wholeStory().map((event) =>
    event.type === 'component.built' ? { ...event, unknownAuthors: ['sha256:someone'] } : event,
  );
  expect(answerTo('duties-apart', mapped(aRecord(events))).facts).toContain(
    '1 of the authors of web are not known.',
  );
});

test('a gate that judged anew counts by its last verdict, and inconclusive is no pass', () => {
  const again = (verdict: 'pass' | 'inconclusive') =>
    wholeStory().flatMap((event): readonly ReleaseEvent[] =>
      event.type === 'gate.judged'
        ? [
            { ...event, verdict: 'fail' as const },
            { ...event, verdict },
          ]
        : [event],
    );
  expect(answerTo('tested', mapped(aRecord(again('pass')))).status).toBe('shown');
  expect(answerTo('tested', mapped(aRecord(again('inconclusive')))).status).toBe('not-shown');
});

test('what was deployed with another digest than was packaged is not shown as traceable', () => {
  const events = wholeStory().map((event) =>
    event.type === 'artifact.packaged' ? { ...event, digest: 'sha256:other' } : event,
  );
  expect(answerTo('traceable', mapped(aRecord(events)))).toMatchObject({
    status: 'not-shown',
    facts: ['web cannot be followed back to its source.', expect.any(String)],
  });
});

test('a missing statement, lost evidence or a broken chain shows no integrity', () => {
  const whole = aRecord();
  const lost = whole.evidence.map((piece) => ({ ...piece, status: 'missing' as const }));
  const damages = [{ kind: 'edited', release: 'spring', position: 3, reason: 'It was.' }] as const;
  for (const change of [{ statements: [] }, { evidence: lost }, { damages }]) {
    expect(statusOf('A.5.33', mapped({ ...whole, ...change }))).toBe('not-shown');
  }
  expect(answerTo('identified', mapped({ ...whole, statements: [] })).status).toBe('not-shown');
});

test('an obligation that was waived is named with who waived it, and is not shown as met', () => {
  const events = wholeStory().map((event) =>
    event.type === 'obligation.met'
      ? ({ type: 'obligation.waived', obligation: 'review', by: approver } as const)
      : event,
  );
  expect(answerTo('reviewed', mapped(aRecord(events)))).toMatchObject({
    status: 'not-shown',
    facts: [expect.stringContaining(`review was waived by ${approver}`)],
  });
});

test('what was granted is named with who asked and who granted it, who is somebody else', () => {
  const all = mapped(aRecord(troubledStory()));
  const granted = `asked by ${author}, granted by ${approver} at`;
  expect(answerTo('exceptions', all)).toMatchObject({
    status: 'shown',
    facts: [expect.stringContaining(granted)],
  });
  const alone = troubledStory().map((event) =>
    event.type === 'deviation.answered' ? { ...event, by: author } : event,
  );
  expect(answerTo('exceptions', mapped(aRecord(alone))).status).toBe('not-shown');
});

test('a rollback is shown by what was found afterwards, and not while that is unknown', () => {
  expect(answerTo('way-back', mapped(aRecord(troubledStory()))).status).toBe('shown');
  expect(answerTo('incidents', mapped(aRecord(troubledStory()))).status).toBe('shown');
  const unknown = troubledStory().map((event) =>
    event.type === 'rollback.validated' ? { ...event, verdict: 'inconclusive' as const } : event,
  );
  expect(answerTo('way-back', mapped(aRecord(unknown))).status).toBe('not-shown');
  const open = without('incident.resolved', troubledStory());
  expect(answerTo('incidents', mapped(aRecord(open))).status).toBe('not-shown');
});

test('duties are not shown apart when an author let a delegate decide', () => {
  const events = troubledStory().map((event) =>
    event.type === 'component.built' ? { ...event, authors: [approver] } : event,
  );
  expect(answerTo('duties-apart', mapped(aRecord(events))).facts[0]).toContain(
    `${approver} wrote the change and decided production/cab.`,
  );
});
