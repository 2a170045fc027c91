import fc from 'fast-check';
import { parseDocument, parseValue } from '../../spec/parse-document.ts';
import { parseReleaseSpec } from '../../spec/parse-release-spec.ts';
import { catalogValue, wholeRelease } from '../support/builders/documents.ts';

/** Far more than it takes, so that a busy machine does not matter; a hang would be longer. */
const mostMs = 20_000;

function codesOf(text: string): readonly string[] {
  const started = performance.now();
  const parsed = parseDocument(text, 'hostile.yaml');
  expect(performance.now() - started).toBeLessThan(mostMs);
  return 'problems' in parsed ? parsed.problems.map(({ code }) => code) : [];
}

const anchors = Array.from('bcdefghij', (name, index) => {
  const before = String.fromCharCode(name.charCodeAt(0) - 1);
  return `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}] # ${index}`;
});
const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]', ...anchors].join('\n');
const keys = Array.from({ length: 100_000 }, (_, index) => `k${index}: 1`).join('\n');
const wideAliases = `a: &a [${'1,'.repeat(50_000)}]\nb: [${Array(90).fill('*a').join(', ')}]`;

describe('a hostile document', () => {
  test.each([
    ['five megabytes', 'x'.repeat(5_000_000), 'too-large'],
    ['five megabytes of keys', 'key: value\n'.repeat(500_000), 'too-large'],
    ['lists nested 10,000 deep', '['.repeat(10_000) + ']'.repeat(10_000), 'too-deep'],
    ['lists that are never closed', '['.repeat(10_000), 'too-deep'],
    ['JSON nested 10,000 deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 'too-deep'],
    ['dashes nested 10,000 deep', `${'- '.repeat(10_000)}x`, 'too-deep'],
    ['keys nested 10,000 deep', `${'? '.repeat(10_000)}x`, 'too-deep'],
    ['a bomb of anchors', bomb, 'bad-alias'],
    ['aliases of a large list', wideAliases, 'too-many-values'],
    ['an alias of itself', 'a: &a [*a]', 'too-deep'],
    ['very many anchors on one value', '&a '.repeat(200_000), 'too-large'],
    ['many anchors on one value', '&a '.repeat(20_000), 'syntax'],
    ['very many aliases', '*a '.repeat(200_000), 'too-large'],
    ['many aliases', '*a '.repeat(20_000), 'syntax'],
    ['very many keys', keys, 'too-large'],
    ['infinity', wholeRelease.replace('20s', '.inf'), 'invalid-value'],
    ['half a character', wholeRelease.replace('Orders fail.', '"\\ud800"'), 'invalid-value'],
    ['the key __proto__', `${wholeRelease}\n  __proto__: { a: 1 }`, 'unknown-key'],
  ])('with %s is a problem, soon', (_what, text, code) => {
    expect(codesOf(text)).toContain(code);
  });

  test('that hides the key __proto__ among names of environments is refused', () => {
    const text = JSON.stringify(catalogValue()).replace('"deployments":{', '$&"__proto__":{},');
    expect(text).toContain('__proto__');
    const parsed = parseValue(JSON.parse(text));
    expect(parsed).toMatchObject({
      problems: [{ code: 'unknown-key', pointer: '/spec/services/0/deployments/__proto__' }],
    });
  });

  test('of a hundred thousand mistakes lists a hundred and counts the rest', () => {
    const mistakes = Array.from({ length: 30_000 }, (_, index) => `  mistake-${index}: 1`);
    const codes = codesOf(`${wholeRelease}\n${mistakes.join('\n')}`);
    expect(codes).toHaveLength(101);
    expect(codes.at(-1)).toBe('too-many-problems');
  });
});

describe('whatever comes', () => {
  test('as a text is a document or problems with a place, never an exception', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\n',
        '  ',
        ': ',
        '- ',
        '{',
        '}',
        '[',
        ']',
        '&a ',
        '*a',
        '"',
        '|\n',
        '? ',
        '!',
      ),
      fc.constantFrom(...wholeRelease.split('\n')),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const parsed = parseDocument(pieces.join(''), 'any.yaml');
        if (!('problems' in parsed)) return;
        expect(parsed.problems.length).toBeGreaterThan(0);
        for (const { line, column, file } of parsed.problems) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
          expect(file).toBe('any.yaml');
        }
      }),
      { numRuns: 500 },
    );
  });

  test('as a value is a document or problems, never an exception', () => {
    const frame = { apiVersion: 'tidegate.dev/v1', metadata: { name: 'any' } };
    const framed = fc.record({
      kind: fc.constantFrom('Release', 'Catalog', 'Policy', 'Calendar'),
      spec: fc.jsonValue(),
    });
    const value = fc.oneof(
      fc.anything(),
      fc.jsonValue(),
      framed.map((given) => ({ ...frame, ...given })),
    );
    fc.assert(
      fc.property(value, (given) => {
        const parsed = parseValue(given);
        if ('problems' in parsed) expect(parsed.problems.length).toBeGreaterThan(0);
        expect(() => parseReleaseSpec(given)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});

describe('whatever is left', () => {
  test('as a mutilated release is a document or problems, never an exception', () => {
    const lines = wholeRelease.split('\n');
    const cut = fc.record({
      at: fc.nat({ max: lines.length - 1 }),
      by: fc.oneof(fc.constantFrom('', '    ', '- x', 'a: [', '}'), fc.string({ unit: 'binary' })),
    });
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 3 }), (cuts) => {
        const text = lines.map((line, index) => cuts.find(({ at }) => at === index)?.by ?? line);
        expect(() => parseDocument(text.join('\n'), 'any.yaml')).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});
