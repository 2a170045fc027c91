import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readArchive } from '../../../cli/evidence/read-archive.ts';
import type { RingKey } from '../../../cli/evidence/read-jws.ts';
import { verifyArchive } from '../../../cli/evidence/verify-archive.ts';
import { aSigner, makeArchive } from '../../support/evidence/make-archive.ts';
import { runTool } from '../../support/files/run-tool.ts';

const root = mkdtempSync(join(tmpdir(), 'tidegate-archive-'));
let archive = '';
let ring: readonly RingKey[] = [];
beforeAll(async () => {
  const signer = await aSigner(root);
  archive = await makeArchive(signer, join(root, 'whole.tar.gz'));
  ring = (await signer.publicKeys()).keys;
});
afterAll(() => rmSync(root, { recursive: true }));

const verify = async (file: string, trusted: readonly RingKey[] | null = ring) =>
  verifyArchive(await readArchive(file), trusted);

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** The archive unpacked, changed by somebody with every tool, and packed again. */
async function forged(change: (folder: string) => void): Promise<string> {
  const place = mkdtempSync(join(root, 'forged-'));
  runTool('tar', '-xzf', archive, '-C', place);
  change(join(place, 'evidence-spring'));
  const file = join(place, 'forged.tar.gz');
  runTool('tar', '-czf', file, '-C', place, ...plainFiles(place));
  return file;
}

const plainFiles = (place: string) =>
  readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && each.name !== 'forged.tar.gz')
    .map((each) => join(each.parentPath, each.name).slice(place.length + 1));

const edit = (file: string, change: (text: string) => string) =>
  writeFileSync(file, change(readFileSync(file, 'utf8')));

/** Makes the list of files fit again, as far as anybody without the key can. */
function listAgain(folder: string): void {
  edit(join(folder, 'SHA256SUMS'), (text) =>
    text.replaceAll(/^.{64} {2}(.*)$/gm, (_, path: string) => {
      return `${sha256(readFileSync(join(folder, path)))}  ${path}`;
    }),
  );
}

test('a whole archive holds, by its own key and by keys from elsewhere', async () => {
  const whole = { holds: true, problems: [], gaps: [], release: 'spring', entries: 14 };
  expect(await verify(archive)).toMatchObject({ ...whole, keyIsKnown: true, statements: 1 });
  expect(await verify(archive, null)).toMatchObject({ ...whole, keyIsKnown: false });
  expect(await verify(await forged(() => {}))).toMatchObject(whole);
});

test('the same record makes the same archive, byte by byte', async () => {
  const again = await makeArchive(await aSigner(root), join(root, 'again.tar.gz'));
  expect(sha256(readFileSync(again))).toBe(sha256(readFileSync(archive)));
});

test('no changed byte goes unnoticed, unless nothing that is read changes with it', async () => {
  const bytes = readFileSync(archive);
  const { files: before } = await readArchive(archive);
  const file = join(root, 'changed.tar.gz');
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ by;
      writeFileSync(file, changed);
      const read = await readArchive(file);
      if (!verifyArchive(read, ring).holds) return;
      expect(read.files).toEqual(before);
    }),
    { numRuns: 60 },
  );
});

test('an exchanged file is found, and also when the list of files was made to fit', async () => {
  const exchange = (folder: string) =>
    edit(join(folder, 'index.html'), (text) => text.replaceAll('p-approver', 'p-another'));
  const found = await verify(await forged(exchange));
  expect(found.problems).toEqual([expect.stringMatching(/^index\.html was changed: /)]);
  const listed = await verify(
    await forged((folder) => {
      exchange(folder);
      listAgain(folder);
    }),
  );
  expect(listed.problems).toEqual(['SHA256SUMS is not the list that was signed.']);
});

test.each([
  ['in the middle', 7, /^Entry 7 of the ledger does not fit/],
  ['at the end', 14, /^The ledger has 13 entries, and 14 were signed\.$/],
])('a ledger line that was dropped %s is found', async (_where, position, problem) => {
  const file = await forged((folder) => {
    edit(join(folder, 'ledger.jsonl'), (text) =>
      text
        .split('\n')
        .filter((_line, index) => index !== position - 1)
        .join('\n'),
    );
    listAgain(folder);
  });
  expect((await verify(file)).problems).toEqual([
    'SHA256SUMS is not the list that was signed.',
    expect.stringMatching(problem),
  ]);
});

test('what was signed as something else, or about another plan, counts for nothing', async () => {
  const posing = await forged((folder) =>
    copyFileSync(join(folder, 'plan-seal.jws'), join(folder, 'SHA256SUMS.jws')),
  );
  expect((await verify(posing)).problems).toEqual([
    'The list of files is signed as tidegate-plan-seal+jws, not tidegate-evidence+jws.',
  ]);
  const planned = await forged((folder) =>
    edit(join(folder, 'plan.json'), (text) => text.replace('Spring', 'Summer')),
  );
  expect((await verify(planned)).problems).toEqual([
    expect.stringMatching(/^plan\.json was changed: /),
    'plan.json is not the plan that was sealed.',
  ]);
});

/** A signed text with other content and the old signature. */
function rewriteJws(jws: string, change: (payload: string) => string): string {
  const [header = '', payload = '', signature = ''] = jws.split('.');
  const text = Buffer.from(payload, 'base64url').toString();
  return [header, Buffer.from(change(text)).toString('base64url'), signature].join('.');
}

test('a list, statement or plan rewritten under its old signature is found', async () => {
  const unsigned = 'has a signature that does not hold';
  const listed = await forged((folder) => {
    edit(join(folder, 'index.html'), (text) => text.replaceAll('p-approver', 'p-another'));
    listAgain(folder);
    const sums = sha256(readFileSync(join(folder, 'SHA256SUMS')));
    edit(join(folder, 'SHA256SUMS.jws'), (jws) =>
      rewriteJws(jws, (text) => text.replace(/"sums":"sha256:.{64}/, `"sums":"sha256:${sums}`)),
    );
  });
  expect((await verify(listed)).problems).toEqual([`The list of files ${unsigned}.`]);
  const said = await forged((folder) => {
    edit(join(folder, 'statements.jsonl'), (line) => {
      const { jws, digest } = JSON.parse(line) as { jws: string; digest: string };
      const rewritten = rewriteJws(jws, (text) => text.replace('"approve"', '"reject"'));
      return JSON.stringify({ jws: rewritten, digest });
    });
    edit(join(folder, 'plan-seal.jws'), (jws) =>
      rewriteJws(jws, (text) => text.replace('p-requester', 'p-another')),
    );
  });
  expect((await verify(said)).problems).toEqual(
    expect.arrayContaining([
      `Statement 1 ${unsigned}.`,
      `The seal of the plan ${unsigned}.`,
      expect.stringMatching(/^The signed statement .* of fact 6 is missing\.$/),
    ]),
  );
});

test('a file that was taken out or put in is found, and names may be taken out', async () => {
  const without = (path: string) => forged((folder) => rmSync(join(folder, path)));
  expect((await verify(await without('controls.html'))).problems).toEqual([
    'controls.html is missing.',
  ]);
  expect((await verify(await without('people.html'))).holds).toBe(true);
  const put = await forged((folder) => {
    mkdirSync(join(folder, 'more'));
    writeFileSync(join(folder, 'more', 'story.html'), 'Another story.');
  });
  expect((await verify(put)).problems).toEqual(['more/story.html is not in SHA256SUMS.']);
});

test('a second file of the same name is found', async () => {
  const place = mkdtempSync(join(root, 'twice-'));
  runTool('tar', '-xzf', archive, '-C', place);
  const index = 'evidence-spring/index.html';
  const twice = join(place, 'twice.tar.gz');
  runTool('tar', '-czf', twice, '--hard-dereference', '-C', place, ...plainFiles(place), index);
  const { problems } = await verify(twice);
  expect(problems).toEqual([expect.stringMatching(/index\.html is in the archive twice/)]);
});

test('an archive made anew by somebody else holds by its own key, and by no other', async () => {
  const place = mkdtempSync(join(root, 'another-'));
  const another = await makeArchive(await aSigner(place), join(place, 'another.tar.gz'));
  expect(await verify(another, null)).toMatchObject({ holds: true, keyIsKnown: false });
  const { holds, problems } = await verify(another);
  expect(holds).toBe(false);
  expect(problems[0]).toMatch(/^The list of files is signed with the key .* not in the ring\.$/);
});

test('a key that was revoked signs nothing that holds', async () => {
  const revoked = ring.map((key) => ({ ...key, revokedAt: '2026-11-20T00:00:00Z' }));
  expect((await verify(archive, revoked)).problems[0]).toContain('revoked at 2026-11-20');
});
