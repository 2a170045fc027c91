import { judgeBackup } from '../../../domain/deployment/judge-backup.ts';

const now = '2026-11-21T12:00:00Z';
const fresh = { takenAt: '2026-11-21T11:30:00Z', restoreExitCode: 0, now };
const hourMs = 3_600_000;

describe('a backup', () => {
  test('counts when it is young enough and was restored', () => {
    expect(judgeBackup(fresh, hourMs).verdict).toBe('pass');
    expect(judgeBackup({ ...fresh, takenAt: '2026-11-21T12:30:00+01:00' }, hourMs).verdict).toBe(
      'pass',
    );
  });

  test.each([
    ['too old', { takenAt: '2026-11-21T10:59:59Z' }, 'fail'],
    ['not restored', { restoreExitCode: 1 }, 'fail'],
    ['never restored', { restoreExitCode: null }, 'inconclusive'],
    ['of the future', { takenAt: '2026-11-22T00:00:00Z' }, 'inconclusive'],
    ['of no known age', { takenAt: null }, 'inconclusive'],
    ['of an unreadable age', { takenAt: 'yesterday' }, 'inconclusive'],
    ['of a number', { takenAt: '1' }, 'inconclusive'],
  ] as const)('that is %s does not', (_, change, verdict) => {
    expect(judgeBackup({ ...fresh, ...change }, hourMs).verdict).toBe(verdict);
  });
});

describe('what came back of a backup', () => {
  const expected = { query: 'select count(*) from orders', atLeast: 10 };
  const answer = (change: object = {}) => ({ expected, found: '10', problem: null, ...change });
  const judge = (...answers: readonly ReturnType<typeof answer>[]) =>
    judgeBackup({ ...fresh, answers }, hourMs);

  test('is told, also where nobody looked', () => {
    expect(judgeBackup(fresh, hourMs).reason).toContain('nobody looked at what came back');
    expect(judge(answer()).reason).toContain('and the answer was as expected');
  });

  const text = { query: 'select name', equals: 'a' };
  test.each([
    ['enough', {}, 'pass'],
    ['the very text', { expected: text, found: 'a' }, 'pass'],
    ['too little', { found: '9' }, 'fail'],
    ['another text', { expected: text, found: 'b' }, 'fail'],
    ['no number', { found: 'many' }, 'inconclusive'],
    ['an empty text', { found: '' }, 'inconclusive'],
    ['nothing', { found: null }, 'inconclusive'],
    ['an error', { found: null, problem: 'There is no table orders.' }, 'inconclusive'],
    ['something that nothing is expected of', { expected: { query: 'q' } }, 'inconclusive'],
  ] as const)('is judged by what it answers: %s', (_, change, verdict) => {
    expect(judge(answer(), answer(change)).verdict).toBe(verdict);
  });

  test('fails rather than staying open, and proves nothing unasked', () => {
    expect(judge(answer({ found: null }), answer({ found: '1' })).verdict).toBe('fail');
    expect(judge().verdict).toBe('inconclusive');
  });
});
