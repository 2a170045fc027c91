import { inTurn, takeTurns } from '../../../../adapters/traffic/gateway/choose-share.ts';

function turnsOf(weights: Readonly<Record<string, number>>, times: number): string {
  const names = Object.entries(weights);
  const turns = takeTurns(names.map(([name, weightPercent]) => ({ name, weightPercent })));
  return Array.from({ length: times }, () => turns.next()?.name).join('');
}

test.each([
  // The turns of 50, 30 and 20 were worked out by hand from the published rule.
  [{ a: 50, b: 30, c: 20 }, 'abcaabacba'],
  [{ a: 90, b: 10 }, 'aaaaabaaaa'],
  [{ a: 100 }, 'aaaaaaaaaa'],
])('gives %j their turns by weight, evenly spread', (weights, expected) => {
  expect(turnsOf(weights, 20)).toBe(expected + expected);
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
