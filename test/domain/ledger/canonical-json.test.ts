import fc from 'fast-check';
import { canonicalJson } from '../../../domain/ledger/canonical-json.ts';

describe('canonical JSON', () => {
  test('sorts keys by UTF-16 code units and writes numbers as RFC 8785 does', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('gives one text whatever the order of the keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const entries = Object.entries(value).filter(([key]) => key.isWellFormed());
        fc.pre(isWellFormed(entries));
        const reversed = Object.fromEntries(entries.toReversed());
        expect(canonicalJson(reversed)).toBe(canonicalJson(Object.fromEntries(entries)));
      }),
    );
  });

  test('keeps the content', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(isWellFormed(value));
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
      }),
    );
  });

  test.each([
    ['undefined', { stage: { soak: undefined } }, '/stage/soak is undefined'],
    ['NaN', { rate: [1, Number.NaN] }, '/rate/1 is NaN'],
    ['infinity', { rate: Number.POSITIVE_INFINITY }, '/rate is Infinity'],
    ['a function', { 'a/b': () => 1 }, '/a~1b is a function'],
    ['a big integer', [1n], '/0 is a bigint'],
    ['a date', { at: new Date(0) }, '/at is an object that is not plain data'],
    ['a hole', [1, , 2], '/1 is undefined'],
    ['a lone surrogate', { text: '\ud800' }, '/text is text with a lone surrogate'],
    ['nothing', undefined, 'the value itself is undefined'],
  ])('refuses %s and names the place', (_what, value, message) => {
    expect(() => canonicalJson(value)).toThrow(message);
  });

  test('refuses a cycle instead of running out of stack', () => {
    const value: Record<string, unknown> = {};
    value['self'] = value;
    expect(() => canonicalJson(value)).toThrow(/nested deeper than 200 levels/);
  });
});

function isWellFormed(value: unknown): boolean {
  return !/\\u[dD][89a-fA-F]/.test(JSON.stringify(value));
}
