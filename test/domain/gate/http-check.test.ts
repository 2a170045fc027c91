import { judgeHttpCheck } from '../../../domain/gate/http-check.ts';

const check = {
  check: 'http',
  name: 'well',
  component: 'web',
  path: '/healthz',
  expectStatus: 200,
  at: 'instances',
} as const;
const answer = (status: number | null) => ({ url: 'http://127.0.0.1:1/healthz', status });

describe('an HTTP check', () => {
  test('passes when everyone who was asked answered as expected', () => {
    expect(judgeHttpCheck(check, [answer(200), answer(200)]).verdict).toBe('pass');
  });

  test('fails when one of them answered otherwise or not at all, and says which', () => {
    expect(judgeHttpCheck(check, [answer(200), answer(503)])).toMatchObject({ verdict: 'fail' });
    const { verdict, reason } = judgeHttpCheck(check, [answer(200), answer(null)]);
    expect(verdict).toBe('fail');
    expect(reason).toContain('http://127.0.0.1:1/healthz gave no answer');
  });

  test('is inconclusive when there was nobody to ask', () => {
    expect(judgeHttpCheck(check, []).verdict).toBe('inconclusive');
  });
});
