import { judgeSteadily } from '../../../domain/canary/judge-steadily.ts';

const fail = { verdict: 'fail', reason: 'orders failed 5 of 100; at most 1 % may fail.' } as const;
const pass = { verdict: 'pass', reason: 'All is well.' } as const;

type Rule = Parameters<typeof judgeSteadily>[2];

/** The verdicts of looks that are a minute apart. */
function looks(rule: Rule, ...seen: readonly (typeof fail | typeof pass)[]): readonly string[] {
  let sightings: Parameters<typeof judgeSteadily>[1] = [];
  return seen.map((look, minute) => {
    const judged = judgeSteadily(look, sightings, rule, minute * 60_000);
    sightings = judged.sightings;
    return judged.verdict;
  });
}

test.each([
  ['once is enough', undefined, ['pass', 'fail', 'pass', 'fail', 'fail']],
  ['for a minute', { forMs: 60_000 }, ['pass', 'inconclusive', 'pass', 'inconclusive', 'fail']],
  ['in 3 of 4', { atLeast: 3, of: 4 }, ['pass', 'inconclusive', 'pass', 'inconclusive', 'fail']],
  ['in 4 of 4', { atLeast: 4, of: 4 }, ['pass', 'inconclusive', 'pass', ...two('inconclusive')]],
] as const)('harm that has to be seen %s', (_, rule, verdicts) => {
  expect(looks(rule, pass, fail, pass, fail, fail)).toEqual(verdicts);
});

test('harm that is not steady yet says so, and is no pass', () => {
  const { verdict, reason } = judgeSteadily(fail, [], { atLeast: 2, of: 3 }, 0);
  expect([verdict, reason]).toEqual([
    'inconclusive',
    `${fail.reason} That was not so in 2 of the last 3 looks.`,
  ]);
});

function two<Value>(value: Value): readonly [Value, Value] {
  return [value, value];
}
