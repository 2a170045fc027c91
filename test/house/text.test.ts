import { isCode, linesOf, projectFiles } from './project-files.ts';

const files = projectFiles();
const code = files.filter(isCode);
/** Written by programs; people read them only when something is wrong. */
const generated = /(^|\/)(package-lock\.json$|histories\/)/;
const written = files.filter((path) => !generated.test(path) && !/\.(png|svg|ico)$/.test(path));
const self = 'test/house/text.test.ts';

test('nobody switches a rule off where it hurts', () => {
  const suppression =
    /@ts-(ignore|expect-error|nocheck)|(eslint|oxlint)-disable|biome-ignore|istanbul ignore/;
  const found = code
    .filter((path) => path !== self)
    .flatMap((path) => linesOf(path, (line) => suppression.test(line)));
  expect(found).toEqual([]);
});

test('no cast goes over `unknown`', () => {
  const found = code
    .filter((path) => path !== self)
    .flatMap((path) => linesOf(path, (line) => line.includes(' as unknown as ')));
  expect(found).toEqual([]);
});

test('no line of code is wider than 100 columns', () => {
  const found = code.flatMap((path) => linesOf(path, (line) => [...line].length > 100));
  expect(found).toEqual([]);
});

test('no committed text knows one person’s machine', () => {
  const home = /(?<![\w.$}/-])\/((root|work)\/|home\/[a-z]|Users\/[A-Z])/;
  const found = written
    .filter((path) => path !== self)
    .flatMap((path) => linesOf(path, (line) => home.test(line)));
  expect(found).toEqual([]);
});

test('no work is put off in a comment', () => {
  const putOff = /\b(TODO|FIXME|XXX|HACK)\b/;
  const found = code
    .filter((path) => path !== self)
    .flatMap((path) => linesOf(path, (line) => putOff.test(line)));
  expect(found).toEqual([]);
});

test('every how-to is in their index', () => {
  const folder = 'docs/how-to/';
  const pages = files
    .filter((path) => path.startsWith(folder))
    .map((path) => path.slice(folder.length));
  const index = linesOf(`${folder}README.md`, () => true).join('\n');
  expect(pages.filter((page) => page !== 'README.md' && !index.includes(`(${page})`))).toEqual([]);
});
