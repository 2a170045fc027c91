import { dirname, posix } from 'node:path';
import { isCode, projectFiles, textOf } from './project-files.ts';

const files = projectFiles();
const tests = files.filter((path) => path.startsWith('test/') && path.endsWith('.test.ts'));

/** Words that name no thing: what is put under them is found by nobody. */
const drawers = /(^|[/.-])(utils?|commons?|helpers?|managers?|misc)([/.-]|$)/i;

/** Where extensions are entered by hand, and where the test of each is looked for. */
const registries = [
  { registry: 'domain/gate/index.ts', folder: 'domain/gate' },
  { registry: 'adapters/deployers/index.ts', folder: 'adapters/deployers' },
];

/** The names of what a registry imports from a folder, types aside: `junit`, `local-process`. */
function extensionsOf(registry: string, folder: string): string[] {
  const imports = textOf(registry).matchAll(/^(?:import|\}) (?!type ).*from '(\.[^']+)';$/gm);
  const prefix = `${folder}/`;
  const names = [...imports]
    .map(([, target = '']) => posix.join(posix.dirname(registry), target))
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length).replace(/\.ts$/, '').split('/')[0] ?? '');
  return [...new Set(names)];
}

/** Where a test of the extension would be, when there is none: a file, or files in a folder. */
function missingTest(folder: string, name: string): string[] {
  const place = `test/${folder}/${name}`;
  const isThere = tests.some((path) => path === `${place}.test.ts` || path.startsWith(`${place}/`));
  return isThere ? [] : [`${place}.test.ts`];
}

test('no folder and no file is a drawer for anything', () => {
  expect(files.filter((path) => drawers.test(path))).toEqual([]);
});

test.each(registries)('every extension in $registry has a test under its name', (entry) => {
  const extensions = extensionsOf(entry.registry, entry.folder);
  expect(extensions).not.toEqual([]);
  expect(extensions.flatMap((name) => missingTest(entry.folder, name))).toEqual([]);
});

const textsBelow = (...folders: readonly string[]) =>
  files
    .filter((path) => path.endsWith('.ts') && folders.some((folder) => path.startsWith(folder)))
    .map(textOf);

/** Stages are tested as parts of whole releases, which are built of `aStage('<kind>')`. */
test('every kind of stage is part of a tested release', () => {
  const kinds = [...textOf('domain/plan/stage.ts').matchAll(/readonly kind: '([\w-]+)'/g)];
  const releases = textsBelow('test/workflows/', 'test/e2e/').join('\n');
  const untested = kinds.filter(([, kind]) => !releases.includes(`aStage('${kind}'`));
  expect(kinds.length).toBeGreaterThan(10);
  expect(untested.map(([, kind]) => kind)).toEqual([]);
});

/** Endpoints are tested over HTTP: some file sends the method and writes the end of the path. */
test('every route is asked for by a test', () => {
  const texts = ['api', 'e2e', 'integration', 'support/api', 'support/journey'].flatMap((folder) =>
    textsBelow(`test/${folder}/`),
  );
  const routes = [...textOf('api/router.ts').matchAll(/route\('(\w+)', '([^']+)'/g)];
  const unasked = routes.filter(([, method = '', path = '']) => {
    const end = path.split('/').findLast((part) => !part.startsWith('{')) ?? '';
    const written = new RegExp(`['"\`/]${end.replaceAll('.', '\\.')}(['"\`/?]|\\$\\{)`);
    const sent = new RegExp(`\\.${method}[<(]`);
    return !texts.some((text) => sent.test(text) && written.test(text));
  });
  expect(routes.length).toBeGreaterThan(20);
  expect(unasked.map(([, method, path]) => `${method} ${path}`)).toEqual([]);
});

test('every endpoint is in the router', () => {
  const inRouter = extensionsOf('api/router.ts', 'api/endpoints');
  const endpoints = files
    .filter((path) => dirname(path) === 'api/endpoints')
    .map((path) => path.slice('api/endpoints/'.length).replace(/\.ts$/, ''));
  expect(endpoints.filter((name) => !inRouter.includes(name))).toEqual([]);
});

test('tests stand where their sources stand', () => {
  const withoutSource = ['e2e', 'house', 'model', 'replay', 'integration', 'soak', 'support'];
  const folders = new Set(files.map((path) => dirname(path)));
  const astray = tests
    .map((path) => ({ path, source: dirname(path).slice('test/'.length) }))
    .filter(({ source }) => !withoutSource.includes(source.split('/')[0] ?? ''))
    .filter(({ source }) => ![...folders].some((known) => `${known}/`.startsWith(`${source}/`)));
  expect(astray.map(({ path }) => path)).toEqual([]);
});

test('the median file of the product is under 80 lines', () => {
  const sizes = files
    .filter((path) => isCode(path) && !path.startsWith('test/'))
    .map((path) => textOf(path).split('\n').length - 1)
    .toSorted((one, other) => one - other);
  expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThan(80);
});
