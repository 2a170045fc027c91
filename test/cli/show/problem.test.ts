import { Refused, ServerAway } from '../../../cli/failures.ts';
import type { ProblemAnswer } from '../../../cli/http/answers.ts';
import { inFile, showFailure } from '../../../cli/show/problem.ts';
import { plain } from '../../../cli/terminal/paint.ts';

const problem: ProblemAnswer = {
  title: 'The release does not compile to a plan',
  status: 422,
  detail: '1 place is wrong.',
  code: 'plan-does-not-compile',
  remedy: 'Correct every place that is named.',
  errors: [
    {
      code: 'unknown-service',
      pointer: '/spec/components/0/service',
      message: 'There is no service wep.',
      remedy: 'Did you mean web?',
      line: 7,
      column: 5,
    },
  ],
  traceId: 'trace-1',
};

test('tells what is wrong, where, what to do, and under which trace id the log says more', () => {
  const failure = inFile(new Refused(problem), 'release.yaml', '') as Refused;
  expect(showFailure(failure, plain)).toBe(
    [
      'tidegate: 1 place is wrong.',
      'release.yaml:7:5: There is no service wep.',
      '  Did you mean web?',
      '  Correct every place that is named.',
      '  (422 plan-does-not-compile, trace trace-1)',
    ].join('\n'),
  );
});

test('points into the body where a place has no line', () => {
  const place = { code: 'x', pointer: '/a', message: 'Wrong.', remedy: 'Mend it.' };
  const failure = new Refused({ ...problem, errors: [place] });
  const told = showFailure(inFile(failure, 'release.yaml', '/spec') as Refused, plain);
  expect(told).toContain('\n/a: Wrong.\n');
});

test.each([
  [401, 3],
  [403, 3],
  [404, 1],
  [409, 1],
  [422, 1],
  [429, 4],
  [500, 4],
  [503, 4],
])('ends with %i as %i', (status, exitCode) => {
  expect(new Refused({ ...problem, status }).exitCode).toBe(exitCode);
});

test('tells a failure without a problem with its remedy', () => {
  const failure = new ServerAway('Nothing answers.', 'Start it.');
  expect(showFailure(failure, plain)).toBe('tidegate: Nothing answers.\n  Start it.');
});
