import fc from 'fast-check';
import type { JunitReport } from '../../../domain/gate/gate.ts';
import { judgeGate } from '../../../domain/gate/index.ts';

const junit = {
  gate: 'junit',
  name: 'tests',
  command: ['test'],
  report: 'junit.xml',
  minimumPassRate: 1,
  minimumTests: 2,
} as const;

const counts = { tests: 10, failures: 0, errors: 0, skipped: 0, failedNames: [] };

function judge(change: Partial<typeof counts>, exitCode: number | null = 0, definition = {}) {
  const report: JunitReport = { readable: true, ...counts, ...change };
  return judgeGate({ ...junit, ...definition }, { exitCode, report });
}

describe('a JUnit gate', () => {
  test('passes when all tests that ran passed', () => {
    expect(judge({})).toEqual({ verdict: 'pass', reason: '10 of 10 tests passed.' });
  });

  test('fails below the pass rate and names tests that did not pass', () => {
    const judged = judge({ failures: 1, errors: 1, failedNames: ['orders'] as never[] }, 1);
    expect(judged.verdict).toBe('fail');
    expect(judged.reason).toContain('8 of 10 tests passed');
    expect(judged.reason).toContain('orders');
  });

  test('tolerates what the pass rate tolerates, and then ignores the exit code', () => {
    expect(judge({ failures: 1 }, 1, { minimumPassRate: 0.9 }).verdict).toBe('pass');
    expect(judge({ failures: 2 }, 1, { minimumPassRate: 0.9 }).verdict).toBe('fail');
  });

  test('does not count skipped tests as tests that ran', () => {
    expect(judge({ skipped: 9 }).verdict).toBe('inconclusive');
    expect(judge({ skipped: 10 }).verdict).toBe('inconclusive');
    expect(judge({ skipped: 8 }).verdict).toBe('pass');
    expect(judge({ skipped: 5, failures: 1 }, 1, { minimumPassRate: 0.9 }).verdict).toBe('fail');
  });

  test.each([
    ['there is no report', { exitCode: 0, report: null }],
    ['the report is unreadable', { exitCode: 0, report: { readable: false, reason: 'Cut off.' } }],
    ['no test ran', { exitCode: 0, report: { readable: true, ...counts, tests: 0 } }],
    ['too few tests ran', { exitCode: 0, report: { readable: true, ...counts, tests: 1 } }],
    ['counts contradict', { exitCode: 0, report: { readable: true, ...counts, failures: 11 } }],
    ['a count is none', { exitCode: 0, report: { readable: true, ...counts, tests: Number.NaN } }],
    ['all passed, but the run failed', { exitCode: 1, report: { readable: true, ...counts } }],
    [
      'all passed, but the run broke off',
      { exitCode: null, report: { readable: true, ...counts } },
    ],
  ] as const)('is inconclusive when %s', (_what, evidence) => {
    expect(judgeGate(junit, evidence).verdict).toBe('inconclusive');
  });

  test('never passes on one more failure what it did not pass before', () => {
    const count = fc.nat({ max: 20 });
    fc.assert(
      fc.property(count, count, count, fc.double({ min: 0, max: 1, noNaN: true }), (...given) => {
        const [tests, failures, skipped, minimumPassRate] = given;
        const verdict = (more: number) =>
          judge({ tests, failures: failures + more, skipped }, 1, { minimumPassRate }).verdict;
        fc.pre(verdict(0) === 'fail');
        expect(verdict(1)).not.toBe('pass');
      }),
    );
  });
});
