import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFileEvidenceStore } from '../../../adapters/evidence/file-store.ts';
import { runTool } from '../../support/files/run-tool.ts';
import { useTemporaryFolder } from '../../support/files/temporary-folder.ts';

const folder = useTemporaryFolder();
const store = () => createFileEvidenceStore({ root: join(folder.path, 'evidence') });

test('keeps bytes in a read-only file that sha256sum confirms, with their media type', async () => {
  const content = new Uint8Array([0, 255, 10, 13]);
  const { digest, reference } = await store().put(content, 'application/octet-stream');
  const hex = digest.replace('sha256:', '');
  expect(reference).toBe(`evidence/${hex}`);
  const path = join(folder.path, reference);
  expect(runTool('sha256sum', path)).toMatch(hex);
  expect((await stat(path)).mode & 0o777).toBe(0o444);
  expect(JSON.parse(await readFile(`${path}.json`, 'utf8'))).toEqual({
    mediaType: 'application/octet-stream',
    sizeBytes: 4,
  });
  expect(new Uint8Array((await store().get(digest)) ?? [])).toEqual(content);
});

test('keeps the same content once, and leaves no other files', async () => {
  const references = await Promise.all(
    ['a report', 'a report', 'a report'].map((text) => store().put(text, 'text/plain')),
  );
  expect(new Set(references.map(({ digest }) => digest)).size).toBe(1);
  expect(await readdir(join(folder.path, 'evidence'))).toHaveLength(2);
});

test('has nothing under a digest that it does not know, and refuses what is none', async () => {
  expect(await store().get(`sha256:${'0'.repeat(64)}`)).toBeNull();
  await expect(store().get('sha256:../../etc/passwd')).rejects.toMatchObject({
    kind: 'terminal',
    code: 'evidence/no-digest',
  });
});

test('asks for a person when a file was changed, whether it is read or put again', async () => {
  const { digest, reference } = await store().put('12 tests passed', 'text/plain');
  const path = join(folder.path, reference);
  await chmod(path, 0o644);
  await writeFile(path, '99 tests passed');
  const failure = { kind: 'needs-person', code: 'evidence/damaged' };
  await expect(store().get(digest)).rejects.toMatchObject(failure);
  await expect(store().put('12 tests passed', 'text/plain')).rejects.toMatchObject(failure);
});

test('refuses evidence beyond its limit and says both sizes', async () => {
  const small = createFileEvidenceStore({ root: folder.path, limitBytes: 10 });
  await expect(small.put('eleven byte', 'text/plain')).rejects.toMatchObject({
    kind: 'terminal',
    code: 'evidence/too-long',
    message: expect.stringMatching(/11 bytes; at most 10/),
  });
});
