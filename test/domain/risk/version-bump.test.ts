import { versionBump } from '../../../domain/risk/version-bump.ts';

test.each([
  ['1.2.3', '1.2.4', 'patch'],
  ['1.2.3', '1.3.0', 'minor'],
  ['1.2.3', '2.0.0', 'major'],
  ['1.9.0', '2.1.0', 'major'],
  ['1.2.3', '1.2.3', 'patch'],
  ['1.2.3-rc.1', '1.2.3-rc.2', 'patch'],
  // Going back takes away what was added.
  ['1.2.4', '1.2.3', 'major'],
  // Below 1.0.0 nothing is promised.
  ['0.1.0', '0.2.0', 'major'],
  ['0.1.0', '0.1.1', 'patch'],
  [null, '2.0.0', 'major'],
  [null, '2.1.0', 'minor'],
  [null, '2.1.3', 'patch'],
  [null, '2.0.0-rc.1', 'major'],
  // What ran before was no SemVer: only the new version tells anything.
  ['2026.05', '2.1.0', 'minor'],
  ['1.0.0', '2026.05.1', null],
])('from %s to %s is %s', (before, version, bump) => {
  expect(versionBump(before, version)).toBe(bump);
});
