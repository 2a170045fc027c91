import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { capabilityIds } from './capability-ids.ts';
import { type Capability, pathsOf, readCapabilities } from './read-capabilities.ts';

const root = join(__dirname, '../..');
const page = readFileSync(join(root, 'docs/capabilities.md'), 'utf8');
const capabilities = readCapabilities(page);

const isFile = (path: string) =>
  existsSync(join(root, path)) && statSync(join(root, path)).isFile();
const isPromised = ({ status }: Capability) => status !== 'open';

/** Says what is wrong with a cell of paths, or nothing. */
function problemsOf(id: string, cell: string, pattern: RegExp): string[] {
  const paths = pathsOf(cell);
  if (paths === null) return [`${id}: \`${cell}\` is not a list of paths in backticks`];
  if (paths.length === 0) return [`${id}: it names no file`];
  return paths.flatMap((path) => {
    if (!pattern.test(path)) return [`${id}: ${path} does not belong in this column`];
    return isFile(path) ? [] : [`${id}: there is no file ${path}`];
  });
}

test('every id of the catalogue has one row, in the catalogue’s order', () => {
  expect(capabilities.map(({ id }) => id)).toEqual(capabilityIds);
});

test('every row stands under its area and says what it promises', () => {
  const misplaced = capabilities.filter(
    ({ id, area, what }) => !id.startsWith(`${area}-`) || !what,
  );
  expect(misplaced).toEqual([]);
});

test('a status is done, partial with what is missing, or open', () => {
  const other = capabilities.filter(({ status }) => !/^(done|open|partial: \S.+)$/.test(status));
  expect(other).toEqual([]);
});

test('what is open names no code and no test', () => {
  const early = capabilities.filter((row) => !isPromised(row) && (row.code || row.test));
  expect(early).toEqual([]);
});

test('what is done or partial names code that exists', () => {
  const outsideTests = /^(?!test\/)/;
  const problems = capabilities
    .filter(isPromised)
    .flatMap(({ id, code }) => problemsOf(id, code, outsideTests));
  expect(problems).toEqual([]);
});

test('what is done or partial names tests that exist', () => {
  const tests = /^test\/.*\.test\.ts$/;
  const problems = capabilities
    .filter(isPromised)
    .flatMap(({ id, test: cell }) => problemsOf(id, cell, tests));
  expect(problems).toEqual([]);
});

test('what is done is shown by a journey over HTTP', () => {
  const withoutJourney = capabilities
    .filter(({ status }) => status === 'done')
    .filter(({ test: cell }) => !pathsOf(cell)?.some((path) => path.startsWith('test/e2e/')));
  expect(withoutJourney.map(({ id }) => id)).toEqual([]);
});
