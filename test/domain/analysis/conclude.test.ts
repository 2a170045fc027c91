import fc from 'fast-check';
import { concludeAnalysis } from '../../../domain/analysis/conclude.ts';
import { type Outcome, worstOf } from '../../../domain/judge/outcome.ts';

const limits = { count: 3, failureLimit: 1, inconclusiveLimit: 1, consecutiveErrorLimit: 1 };
const letters: Readonly<Record<string, Outcome>> = {
  P: 'pass',
  F: 'fail',
  I: 'inconclusive',
  E: 'error',
};
const looksOf = (text: string) => [...text].map((letter) => letters[letter] ?? 'error');

/** Looks in their order, and what they come to; null while another one is taken. */
const table: readonly (readonly [looks: string, outcome: Outcome | null])[] = [
  ['', null],
  ['P', null],
  ['PP', null],
  ['PPP', 'pass'],
  // A limit is what is borne; one more ends it, at once.
  ['F', null],
  ['FF', 'fail'],
  ['PFF', 'fail'],
  ['I', null],
  ['II', 'inconclusive'],
  ['E', null],
  ['EE', 'error'],
  // Only errors in a row count, and none of them is a look.
  ['EPEPE', null],
  ['EPEPEP', 'pass'],
  ['PPE', null],
  // The last look has seen all: what was borne before is no pass, and no failure.
  ['FPP', 'pass'],
  ['IPP', 'pass'],
  ['FIP', 'pass'],
  ['PPF', 'fail'],
  ['PPI', 'inconclusive'],
  // Several things at once: fail, error, inconclusive, pass.
  ['FIF', 'fail'],
  ['FEEF', 'fail'],
  ['IEEI', 'error'],
  ['IFI', 'inconclusive'],
];

test.each(table)('"%s" comes to %s', (looks, outcome) => {
  const conclusion = concludeAnalysis(looksOf(looks), limits);
  expect(conclusion?.outcome ?? null).toBe(outcome);
});

test.each([
  ['', 'inconclusive'],
  ['PP', 'inconclusive'],
  ['F', 'inconclusive'],
  ['E', 'inconclusive'],
  // It was over before: stopping it takes nothing back.
  ['FF', 'fail'],
  ['PPP', 'pass'],
] as const)('"%s" and then cancelled comes to %s', (looks, outcome) => {
  expect(concludeAnalysis(looksOf(looks), limits, 'cancelled')?.outcome).toBe(outcome);
  expect(concludeAnalysis(looksOf(looks), limits, 'out-of-data')?.outcome).toBe(outcome);
});

const outcome = fc.constantFrom<Outcome>('pass', 'fail', 'inconclusive', 'error');
const limit = fc.nat({ max: 4 });
const someLimits = fc.record({
  count: fc.integer({ min: 1, max: 5 }),
  failureLimit: limit,
  inconclusiveLimit: limit,
  consecutiveErrorLimit: limit,
});

test('a pass is never without its last look, and never with a limit exceeded', () => {
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 12 }), someLimits, (looks, given) => {
      const conclusion = concludeAnalysis(looks, given);
      if (conclusion?.outcome !== 'pass') return;
      const judged = looks.filter((look) => look !== 'error');
      expect(judged[given.count - 1]).toBe('pass');
      expect(looks.filter((look) => look === 'fail').length).toBeLessThanOrEqual(
        given.failureLimit,
      );
    }),
  );
});

test('every analysis comes to an end, within its looks and as many errors as are borne', () => {
  fc.assert(
    fc.property(fc.array(outcome, { minLength: 25 }), someLimits, (looks, given) => {
      const most = given.count * (given.consecutiveErrorLimit + 1);
      expect(concludeAnalysis(looks.slice(0, most), given)).not.toBeNull();
    }),
  );
});

test('where the worst of several ends counts, the order is that of every other judgement', () => {
  expect(worstOf(['pass', 'inconclusive', 'error', 'fail'])).toBe('fail');
  expect(worstOf(['pass', 'inconclusive', 'error'])).toBe('error');
});
