import fc from 'fast-check';
import { judgeGate } from '../../../domain/gate/index.ts';

const junit = {
  gate: 'junit',
  name: 'tests',
  command: ['test'],
  report: 'junit.xml',
  minimumPassRate: 1,
  minimumTests: 2,
} as const;
const report = {
  readable: true,
  tests: 10,
  failures: 0,
  errors: 0,
  skipped: 0,
  failedNames: [],
} as const;

const judge = (reportAgeMs: number, definition = {}) =>
  judgeGate({ ...junit, ...definition }, { exitCode: 0, report, reportAgeMs });

describe('a report', () => {
  test('that its command wrote counts, and one that lay there does not', () => {
    expect(judge(0).verdict).toBe('pass');
    expect(judge(1)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('not by its command'),
    });
  });

  test('that is older than allowed never passes, whatever the ages', () => {
    const ms = fc.integer({ min: 1, max: 10_000_000_000 });
    fc.assert(
      fc.property(ms, ms, (maximumAgeMs, reportAgeMs) => {
        const expected = reportAgeMs <= maximumAgeMs ? 'pass' : 'inconclusive';
        expect(judge(reportAgeMs, { maximumAgeMs }).verdict).toBe(expected);
      }),
    );
  });

  test('says how old it is, and what is the most', () => {
    expect(judge(7_200_000, { maximumAgeMs: 3_600_000 }).reason).toBe(
      'The test report was written 7200 s before the gate ran; 3600 s is the most.',
    );
  });
});
