import fc from 'fast-check';
import { checkNaming, checkNamingPolicy } from '../../../domain/plan/check-naming.ts';
import type { NamingPolicy } from '../../../domain/plan/policy.ts';
import { isInScheme } from '../../../domain/plan/version-scheme.ts';
import { aPolicy, aSpec } from '../../support/builders/plan-sources.ts';

const naming = (change: Partial<NamingPolicy>): NamingPolicy => ({
  versions: { scheme: 'semver' },
  releases: [],
  artifacts: [],
  ...change,
});

const pointersOf = (name: string, version: string, change: Partial<NamingPolicy>) =>
  [
    ...checkNaming(aSpec({ name, components: [{ service: 'web', version }] }), {
      ...aPolicy(),
      naming: naming(change),
    }),
  ].map(({ code, pointer }) => [code, pointer]);

describe('names', () => {
  test.each([
    ['shop-2', ['shop-*'], true],
    ['shop', ['shop-*'], false],
    ['a-shop-2', ['shop-*', '*-2'], true],
    ['shop-2-hotfix', ['shop-*-hotfix'], true],
    ['shop-hotfix', ['shop-*-hotfix'], false],
    ['anything', [], true],
  ])('%s under %j: %s', (name, releases, isAllowed) => {
    const expected = isAllowed ? [] : [['name-pattern', '/metadata/name']];
    expect(pointersOf(name, '1.0.0', { releases })).toEqual(expected);
    const artifact = aSpec({ components: [{ service: name, version: '1.0.0' }] });
    const policy = { ...aPolicy(), naming: naming({ artifacts: releases }) };
    expect([...checkNaming(artifact, policy)]).toHaveLength(isAllowed ? 0 : 1);
  });

  test('fit a pattern exactly when a regular expression says so', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(text, pattern, (name, written) => {
        const expected = new RegExp(`^${written.replaceAll('*', '.*')}$`).test(name);
        expect(pointersOf(name, '1.0.0', { releases: [written] }).length === 0).toBe(expected);
      }),
    );
  });
});

describe('versions', () => {
  test.each(['1', '1.0', '01.0.0', '2026.05.1'])('%s is no SemVer', (version) => {
    const expected = [['version-scheme', '/spec/components/0/version']];
    expect(pointersOf('shop', version, {})).toEqual(expected);
  });

  test.each([
    ['YYYY.0M.MICRO', '2026.05.0', true],
    ['YYYY.0M.MICRO', '2026.5.0', false],
    ['YYYY.0M.MICRO', '2026.13.0', false],
    ['YY.MM.DD-MICRO', '26.11.21-3', true],
    ['YY.MM.DD-MICRO', '26.11.32-3', false],
    ['0Y.0W+MAJOR', '26.47+12', true],
    ['YYYY.0M.MICRO', '2026.05.0.1', false],
    ['constructor', '1', false],
  ])('of CalVer %s: %s is %s', (pattern, version, isOne) => {
    expect(isInScheme(version, { scheme: 'calver', pattern })).toBe(isOne);
  });

  test('of a pattern that CalVer does not know are refused with the policy', () => {
    const versions = { scheme: 'calver', pattern: 'YYYY.MONTH.MICRO' } as const;
    const problems = [...checkNamingPolicy({ ...aPolicy(), naming: naming({ versions }) })];
    expect(problems).toMatchObject([
      { code: 'calver-pattern', message: expect.stringContaining('`MONTH`') },
    ]);
  });
});
