import { randomUUID } from 'node:crypto';
import type { RequirementState } from '../../../domain/release/state.ts';
import { type ApiStage, openApiStage } from '../../support/api/api-stage.ts';
import { bodyOf, receiptOf, viewOf } from '../../support/api/body.ts';
import { problemOf } from '../../support/api/problem.ts';
import {
  readRecorded,
  readUntil,
  requirementOf,
  startRelease,
} from '../../support/api/running-release.ts';
import { startTestWorker, type TestWorker } from '../../support/api/test-worker.ts';

let stage: ApiStage;
let worker: TestWorker;
let release: string;
let path: string;
let requirement: RequirementState;
beforeAll(async () => {
  stage = await openApiStage();
  worker = await startTestWorker(stage);
  release = await startRelease(stage);
  path = `/v1/releases/${release}/decisions`;
  requirement = await requirementOf(await stage.person('erin'), release);
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
});

const approval = (change: { decisionId?: string; comment?: string } = {}) => ({
  requirement: requirement.id,
  verdict: 'approve',
  subjectDigest: requirement.subjectDigest,
  comment: 'Seen and agreed.',
  ...change,
});

describe('a decision', () => {
  test('is shown as a blocker that says who can clear it, until when, and how', async () => {
    const view = viewOf(await (await stage.person('nora')).get(`/v1/releases/${release}`));
    expect(view.blockers).toMatchObject([
      { kind: 'approval', clearedBy: ['cab'], until: requirement.deadline, then: 'expires' },
    ]);
    expect(view.links.temporal).toBe(
      `http://temporal.example/namespaces/test/workflows/release-${release}`,
    );
  });

  test('is answered with a receipt, which every repetition gets again', async () => {
    const cora = await stage.person('cora');
    const body = approval({ decisionId: randomUUID() });
    const first = await cora.post(path, body).expect(200);
    expect(receiptOf(first)).toMatchObject({
      outcome: 'accepted',
      code: null,
      id: body.decisionId,
    });
    const signals = await countSignals();
    const again = await Promise.all([cora.post(path, body), cora.post(path, body)]);
    for (const answer of again) expect(answer.body).toEqual(first.body);
    expect(await countSignals()).toBe(signals);
    const receipt = await cora.get(`/v1/releases/${release}/receipts/${body.decisionId}`);
    expect(receipt.body).toEqual(first.body);
    const seq = receiptOf(first).seq;
    const view = viewOf(await cora.get(`/v1/releases/${release}?atLeastSeq=${seq}`).expect(200));
    expect(view.requirements[0]?.decisions).toMatchObject([{ by: cora.subject }]);
  });

  test('carries no words of a person into the ledger', async () => {
    const cliff = await stage.person('cliff');
    const secret = `I did not read it ${randomUUID()}`;
    await cliff.post(path, approval({ comment: secret })).expect(200);
    const recorded = await readRecorded(cliff, release, cliff.subject);
    expect(recorded).not.toContain(secret);
    expect(stage.logged.join('')).not.toContain(secret);
  });

  test('lets the release go on once enough people agree', async () => {
    const erin = await stage.person('erin');
    const view = await readUntil(erin, release, ({ phase }) => phase !== 'rolling-out');
    expect(view.requirements).toMatchObject([{ outcome: 'approved' }]);
  });
});

async function countSignals(): Promise<number> {
  const handle = stage.temporal.client.workflow.getHandle(`release-${release}`);
  const { events } = await handle.fetchHistory();
  return (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes).length;
}

describe('a decision that may not be', () => {
  let other: string;
  let open: RequirementState;
  const decide = async (handle: string, change: object = {}) => {
    const person = await stage.person(handle);
    const { id, subjectDigest } = open;
    const body = { requirement: id, verdict: 'approve', subjectDigest, ...change };
    return person.post(`/v1/releases/${other}/decisions`, body);
  };
  beforeAll(async () => {
    worker.tools.authors = ['dana@example.com', 'cliff@example.com'];
    other = await startRelease(stage);
    open = await requirementOf(await stage.person('erin'), other);
  });

  test('is refused to people outside the group, before anything is sent', async () => {
    const answer = await decide('nora');
    expect(problemOf(answer)).toMatchObject({ status: 403, rule: 'approval/not-in-group' });
  });

  test('is refused to an author of the change', async () => {
    const answer = await decide('cliff');
    expect(problemOf(answer)).toMatchObject({ status: 403, code: 'approval/author-of-the-change' });
  });

  test('is refused about another subject, with the one that it is about', async () => {
    const answer = await decide('cora', { subjectDigest: requirement.subjectDigest });
    expect(problemOf(answer)).toMatchObject({
      status: 409,
      code: 'statement/other-subject',
      currentSubjectDigest: open.subjectDigest,
    });
  });

  test('is refused about a requirement that the release does not have', async () => {
    const answer = await decide('cora', { requirement: 'staging/board' });
    expect(problemOf(answer)).toMatchObject({ status: 404, code: 'requirement/unknown' });
  });

  test('is refused as a verdict of a user acceptance test', async () => {
    const cora = await stage.person('cora');
    const { id, subjectDigest } = open;
    const body = { requirement: id, verdict: 'accept', subjectDigest };
    const answer = await cora.post(`/v1/releases/${other}/uat/verdict`, body);
    expect(problemOf(answer)).toMatchObject({ status: 409, code: 'requirement/other-kind' });
  });

  test('changes nothing: no signal was sent and nothing was recorded', async () => {
    const view = viewOf(await (await stage.person('cora')).get(`/v1/releases/${other}`));
    expect(view.requirements).toMatchObject([{ outcome: 'pending', decisions: [] }]);
    const history = await stage.temporal.client.workflow
      .getHandle(`release-${other}`)
      .fetchHistory();
    const signals = (history.events ?? []).filter(
      (event) => event.workflowExecutionSignaledEventAttributes,
    );
    expect(signals).toEqual([]);
  });
});

describe('a decision id', () => {
  test('belongs to its person and to everything that was said with it', async () => {
    const name = await startRelease(stage);
    const open = await requirementOf(await stage.person('erin'), name);
    const at = `/v1/releases/${name}/decisions`;
    const { id, subjectDigest } = open;
    const decisionId = randomUUID();
    const body = {
      decisionId,
      requirement: id,
      verdict: 'approve',
      subjectDigest,
      comment: 'Yes.',
    };
    const cora = await stage.person('cora');
    await cora.post(at, body).expect(200);
    for (const change of [{ verdict: 'reject' }, { comment: 'No.' }, { comment: undefined }]) {
      const answer = await cora.post(at, { ...body, ...change }).expect(409);
      expect(problemOf(answer).code).toBe('decision-id-taken');
    }
    const answer = await (await stage.person('cliff')).post(at, body).expect(409);
    expect(bodyOf(answer)).toMatchObject({ code: 'decision-id-taken' });
  });

  test('that comes many times at once is one decision', async () => {
    const name = await startRelease(stage);
    const { id, subjectDigest } = await requirementOf(await stage.person('erin'), name);
    const cora = await stage.person('cora');
    const body = { decisionId: randomUUID(), requirement: id, verdict: 'approve', subjectDigest };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => cora.post(`/v1/releases/${name}/decisions`, body)),
    );
    const receipts = answers.map(({ text }) => text);
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(new Set(receipts).size).toBe(1);
    const view = viewOf(await cora.get(`/v1/releases/${name}`));
    expect(view.requirements[0]?.decisions).toHaveLength(1);
  });
});
