import { judgeRestored, type SeenAfterRollback } from '../../../domain/rollback/judge-restored.ts';

const before = { digest: 'sha256:before', version: '2.0.0' };
const bad = { digest: 'sha256:bad', version: '2.1.0' };
const standing = { ...before, instances: [{ id: '0', address: 'http://127.0.0.1:1' }] };
const share = { ...before, addresses: ['http://127.0.0.1:1'], weightPercent: 100 };

const good: SeenAfterRollback = {
  change: {
    key: 'r/production/deploy/orders',
    environment: 'production',
    component: 'orders',
    what: 'deployment',
    from: before,
    to: bad,
    restored: before,
    status: 'undone',
    failure: null,
  },
  current: standing,
  candidate: null,
  shares: [share],
  status: 200,
};

test('what stands and serves as before passes', () => {
  expect(judgeRestored(good)).toEqual({
    component: 'orders',
    expected: before,
    found: before,
    verdict: 'pass',
    reason: '2.0.0 stands as before.',
  });
});

test.each<[string, Partial<SeenAfterRollback>, string]>([
  ['another version', { current: { ...standing, ...bad } }, '2.1.0 stands where 2.0.0 stood'],
  ['nothing', { current: null }, 'nothing stands where 2.0.0 stood'],
  ['a candidate that was left', { candidate: { ...standing, ...bad } }, 'still stands beside'],
  ['users of the bad version', { shares: [share, { ...share, ...bad }] }, '2.1.0 still gets users'],
  ['a closed route', { shares: [] }, 'Users do not reach 2.0.0'],
  ['instances that do not answer', { current: { ...standing, instances: [] } }, 'No instance'],
  ['a sick service', { status: 503 }, 'answers 503'],
  ['a silent service', { status: 0 }, 'answers 0'],
])('%s fails', (_title, change, reason) => {
  const judged = judgeRestored({ ...good, ...change });
  expect(judged.verdict).toBe('fail');
  expect(judged.reason).toContain(reason);
});

test('what users do not reach is judged by what the tool reports alone', () => {
  const schema = { ...good, current: { ...before, instances: [] }, shares: null, status: null };
  expect(judgeRestored(schema).verdict).toBe('pass');
});

test('nothing may stand where nothing stood before', () => {
  const first = { ...good.change, from: null, restored: null };
  const empty = { change: first, current: null, candidate: null, shares: [], status: null };
  expect(judgeRestored(empty).verdict).toBe('pass');
  expect(judgeRestored({ ...empty, current: standing }).verdict).toBe('fail');
});

test('a change that was never confirmed has to stand as the tool said it would', () => {
  const unknown = { ...good, change: { ...good.change, from: null } };
  expect(judgeRestored(unknown).verdict).toBe('pass');
});
