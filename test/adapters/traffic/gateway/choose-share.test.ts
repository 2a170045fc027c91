import { inTurn, takeTurns } from '../../../../adapters/traffic/gateway/choose-share.ts';

function turnsOf(weights: Readonly<Record<string, number>>, times: number): string {
  const names = Object.entries(weights);
  const turns = takeTurns(names.map(([name, weightPercent]) => ({ name, weightPercent })));
  return Array.from({ length: times }, () => turns.next()?.name).join('');
}

const count = (turns: string, name: string) => turns.split(name).length - 1;

test.each([
  [{ a: 50, b: 30, c: 20 }, 10],
  [{ a: 90, b: 10 }, 10],
  [{ a: 99, b: 1 }, 100],
  [{ a: 100 }, 1],
])('gives %j their turns by weight, in every %i', (weights, cycle) => {
  const turns = turnsOf(weights, cycle * 50);
  for (let start = 0; start < turns.length; start += cycle) {
    const dealt = turns.slice(start, start + cycle);
    for (const [name, weightPercent] of Object.entries(weights)) {
      expect(count(dealt, name)).toBe((weightPercent * cycle) / 100);
    }
  }
});

test.each([
  { a: 50, b: 50 },
  { a: 90, b: 10 },
  { a: 75, b: 25 },
])('lets both versions of %j meet what every fourth user does', (weights) => {
  const turns = turnsOf(weights, 4_000);
  const fourth = [...turns].filter((_, index) => index % 4 === 3).join('');
  const expected = (weights.b * fourth.length) / 100;
  // Five standard deviations of a fair draw: one failure in more than a million runs.
  const tolerance = 5 * Math.sqrt(expected);
  expect(Math.abs(count(fourth, 'b') - expected)).toBeLessThan(tolerance);
});

test('has nobody to choose where there is nobody', () => {
  expect(takeTurns([]).next()).toBeNull();
  expect(inTurn(() => []).next()).toBeNull();
});

test('lets those take turns who are there at that moment', () => {
  let present = ['x', 'y'];
  const turns = inTurn(() => present);
  const pair = [turns.next(), turns.next()];
  expect(pair.toSorted((one, other) => String(one).localeCompare(String(other)))).toEqual(present);
  present = ['z'];
  expect([turns.next(), turns.next()]).toEqual(['z', 'z']);
});
