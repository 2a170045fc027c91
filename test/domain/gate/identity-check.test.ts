import { judgeIdentityCheck } from '../../../domain/gate/identity-check.ts';

const check = {
  check: 'identity',
  name: 'admin',
  url: '{origin.web}/admin',
  header: 'Authorization',
  value: 'Bearer {credential.probe}',
  expectStatus: 200,
  refuseStatuses: [401, 403],
} as const;
const url = 'http://127.0.0.1:1/admin';

type Status = number | null;
const judge = (anonymous: Status, invented: Status, known: Status) =>
  judgeIdentityCheck(check, {
    anonymous: { url, status: anonymous },
    invented: { url, status: invented },
    known: { url, status: known },
  });

test.each<[Status, Status, Status, string]>([
  [401, 403, 200, 'pass'],
  [200, 401, 200, 'fail'],
  [204, 401, 200, 'fail'],
  [401, 200, 200, 'fail'],
  [401, 401, 401, 'fail'],
  [401, 401, 500, 'fail'],
  [500, 401, 200, 'inconclusive'],
  [401, 404, 200, 'inconclusive'],
  [302, 401, 200, 'inconclusive'],
  [null, 401, 200, 'inconclusive'],
  [401, null, 200, 'inconclusive'],
  [401, 401, null, 'inconclusive'],
  [null, 200, null, 'fail'],
])('nobody gets %s, somebody made up %s, who is known %s: %s', (one, two, three, verdict) => {
  expect(judge(one, two, three).verdict).toBe(verdict);
});

test('says who was let in, and where', () => {
  const { reason } = judge(200, 401, 200);
  expect(reason).toBe(`${url} lets in who says nothing of themselves, with 200.`);
});
