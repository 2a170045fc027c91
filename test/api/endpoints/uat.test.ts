import { randomUUID } from 'node:crypto';
import type { RequirementState } from '../../../domain/release/state.ts';
import type { ApiPerson } from '../../support/api/api-person.ts';
import { type ApiStage, openApiStage } from '../../support/api/api-stage.ts';
import { receiptOf } from '../../support/api/body.ts';
import { problemOf } from '../../support/api/problem.ts';
import {
  readRecorded,
  readUntil,
  requirementOf,
  startRelease,
} from '../../support/api/running-release.ts';
import { testDocuments } from '../../support/api/test-documents.ts';
import { startTestWorker, type TestWorker } from '../../support/api/test-worker.ts';

const uat = {
  group: 'testers',
  count: 1,
  cycleMs: 3_600_000,
  remindBeforeMs: [],
  atExpiry: 'escalate' as const,
  escalateTo: 'release-managers',
};

let stage: ApiStage;
let worker: TestWorker;
let release: string;
let requirement: RequirementState;
let una: ApiPerson;
let nora: ApiPerson;
beforeAll(async () => {
  stage = await openApiStage(testDocuments({ uat }));
  worker = await startTestWorker(stage);
  una = await stage.person('una');
  nora = await stage.person('nora');
  // It holds its environment while it is tested, so one release serves the whole file.
  release = await startRelease(stage);
  requirement = await requirementOf(una, release);
});
afterAll(async () => {
  await worker.stop();
  await stage.close();
});

const about = () => ({ requirement: requirement.id, subjectDigest: requirement.subjectDigest });
const at = (path: string) => `/v1/releases/${release}/uat/${path}`;

describe('GET /v1/approvals', () => {
  const listed = async (person: ApiPerson, query: string) => {
    const answer = await person.get(`/v1/approvals${query}`).expect(200);
    return (JSON.parse(answer.text) as { approvals: object[] }).approvals;
  };

  test('lists what waits, and for each person what they may decide', async () => {
    const forUna = await listed(una, '?mine=true');
    expect(forUna).toMatchObject([{ release, youMayDecide: true, whyNot: null }]);
    expect(await listed(nora, '?mine=true')).toEqual([]);
    expect(await listed(nora, '')).toMatchObject([
      { release, youMayDecide: false, whyNot: expect.stringContaining('testers') },
    ]);
  });
});

describe('a user acceptance test', () => {
  test('takes defects and their changes from its testers alone', async () => {
    const defect = { ...about(), defect: 'SHOP-12', severity: 'high', comment: 'Empty cart.' };
    const reported = receiptOf(await una.post(at('defects'), defect).expect(200));
    const resolved = { ...about(), severity: 'high', state: 'resolved' };
    const changed = receiptOf(await una.patch(at('defects/SHOP-12'), resolved).expect(200));
    expect([reported.outcome, changed.outcome]).toEqual(['accepted', 'accepted']);
    const refused = problemOf(await nora.post(at('defects'), defect));
    expect(refused).toMatchObject({ status: 403, code: 'approval/not-in-group' });
    const recorded = await readRecorded(una, release, 'high defect SHOP-12 is resolved');
    expect(recorded).not.toContain('Empty cart.');
  });

  test('shows who holds the environment meanwhile', async () => {
    const answer = await nora.get('/v1/environments').expect(200);
    expect(answer.body).toMatchObject({
      environments: [
        { name: 'staging', holder: release, fence: 1, window: { open: true } },
        { name: 'production', holder: null },
      ],
    });
  });
});

describe('a receipt', () => {
  test('of something that nobody said does not exist', async () => {
    const path = `/v1/releases/${release}/receipts/${randomUUID()}`;
    expect(problemOf(await una.get(path))).toMatchObject({ code: 'unknown-statement' });
  });

  test('is awaited while no worker runs, and there as soon as one does', async () => {
    await worker.stop();
    const body = { ...about(), decisionId: randomUUID(), verdict: 'accept' };
    const begun = Date.now();
    const answer = await una.post(at('verdict'), body).expect(202);
    expect(Date.now() - begun).toBeLessThan(6_000);
    const path = `/v1/releases/${release}/receipts/${body.decisionId}`;
    expect(answer.headers.location).toBe(path);
    expect(answer.body).toEqual({ id: body.decisionId, outcome: 'awaited', receipt: path });
    await una.get(path).expect(202);
    worker = await startTestWorker(stage);
    await readUntil(una, release, ({ requirements }) => requirements[0]?.outcome === 'approved');
    const receipt = await una.get(path).expect(200);
    expect(receipt.body).toMatchObject({ outcome: 'accepted' });
  });
});
