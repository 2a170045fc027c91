import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { locateProblems } from '../../spec/locate-problems.ts';
import { readDirectory } from '../../spec/read-directory.ts';
import { catalogValue, wholeRelease } from '../support/builders/documents.ts';
import { useTemporaryFolder } from '../support/files/temporary-folder.ts';

const folder = useTemporaryFolder();

function write(name: string, content: string | Uint8Array): void {
  writeFileSync(join(folder.path, name), content);
}

describe('a folder of documents', () => {
  test('gives what each of its files means, in the order of their names', async () => {
    write('b.yaml', wholeRelease);
    write('a.json', JSON.stringify(catalogValue()));
    write('notes.txt', 'not mine');
    mkdirSync(join(folder.path, 'more.yaml'));
    const { files, problems } = await readDirectory(folder.path);
    expect(problems).toEqual([]);
    expect(files.map(({ document }) => document.kind)).toEqual(['Catalog', 'Release']);
  });

  test('gives the problems of all files at once, and what could be understood', async () => {
    write('a.yaml', wholeRelease);
    write('b.yaml', 'kind: Policy\nkind: Policy');
    write('c.yml', wholeRelease.replace('accountable', 'acountable'));
    const { files, problems } = await readDirectory(folder.path);
    expect(files).toHaveLength(1);
    expect(problems.map(({ code, file, line }) => `${file?.at(-6)} ${line} ${code}`)).toEqual([
      'b 2 duplicate-key',
      '/ 5 missing-key',
      '/ 7 unknown-key',
    ]);
  });

  test('refuses a second document of the same kind and name, and a second catalog', async () => {
    write('a.yaml', wholeRelease);
    write('b.yaml', wholeRelease);
    write('c.json', JSON.stringify(catalogValue()));
    write('d.json', JSON.stringify({ ...catalogValue(), metadata: { name: 'other' } }));
    const { problems } = await readDirectory(folder.path);
    expect(problems).toMatchObject([
      { code: 'duplicate-document', file: join(folder.path, 'b.yaml'), line: 4, column: 9 },
      { code: 'duplicate-document', file: join(folder.path, 'd.json') },
    ]);
  });
});

describe('a folder of other things', () => {
  test('passes over JSON of other tools, but not YAML without a version', async () => {
    write('package.json', '{"name": "shop"}');
    write('a.yaml', wholeRelease);
    write('b.yaml', 'name: shop');
    const { problems, passedOver } = await readDirectory(folder.path);
    expect(passedOver).toEqual([join(folder.path, 'package.json')]);
    expect(problems.map(({ file }) => file)).toEqual([
      join(folder.path, 'b.yaml'),
      join(folder.path, 'b.yaml'),
    ]);
  });

  test.each([
    ['is empty', () => {}],
    ['holds text that is not UTF-8', () => write('a.yaml', Uint8Array.of(0xc3, 0x28))],
    ['holds a file that is too large', () => write('a.yaml', 'x'.repeat(4_000_000))],
  ])('that %s is a problem', async (_what, prepare) => {
    prepare();
    expect((await readDirectory(folder.path)).problems).toMatchObject([{ code: 'unreadable' }]);
  });

  test('that is not there is a problem', async () => {
    const { problems } = await readDirectory(join(folder.path, 'nowhere'));
    expect(problems).toMatchObject([{ code: 'unreadable', file: join(folder.path, 'nowhere') }]);
  });

  test('lets problems of meaning be found at their lines', async () => {
    write('a.yaml', wholeRelease);
    const { files } = await readDirectory(folder.path);
    const problem = { code: 'unknown-service', message: 'No.', remedy: 'Do.' };
    const pointer = '/spec/components/0/service';
    expect(
      locateProblems(
        [
          { ...problem, pointer, document: 'release' },
          { ...problem, pointer, document: 'catalog' },
        ],
        files,
      ),
    ).toEqual([
      { ...problem, pointer, file: join(folder.path, 'a.yaml'), line: 10, column: 18 },
      { ...problem, pointer, file: null, line: null, column: null },
    ]);
  });
});
