import type { PackedFile } from './read-archive.ts';

/** It holds names, and may be taken out. */
const peopleFile = 'people.html';
const aboutItself = ['SHA256SUMS', 'SHA256SUMS.jws'];

/** Whether the files are exactly those of the list, each with its digest: problems as sentences. */
export function checkSums(files: readonly PackedFile[]): readonly string[] {
  const { listed, problems } = readSums(files);
  const paths = files.map(({ path }) => path);
  const present = new Set(paths);
  const missing = [...listed.keys(), ...aboutItself].filter(
    (path) => !present.has(path) && path !== peopleFile,
  );
  return [
    ...problems,
    ...paths
      .filter((path, index) => paths.indexOf(path) !== index)
      .map((path) => `${path} is in the archive twice.`),
    ...files.flatMap((file) => checkFile(file, listed.get(file.path))),
    ...missing.map((path) => `${path} is missing.`),
  ];
}

function readSums(files: readonly PackedFile[]) {
  const listed = new Map<string, string>();
  const problems: string[] = [];
  const text = files.find(({ path }) => path === 'SHA256SUMS')?.content?.toString('utf8') ?? '';
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [, hex, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (hex === undefined || path === undefined) problems.push(`SHA256SUMS has a line "${line}".`);
    else listed.set(path, `sha256:${hex}`);
  }
  return { listed, problems };
}

function checkFile({ path, digest }: PackedFile, expected: string | undefined): readonly string[] {
  if (aboutItself.includes(path)) return [];
  if (expected === undefined) return [`${path} is not in SHA256SUMS.`];
  if (expected !== digest) return [`${path} was changed: its digest is ${digest}.`];
  const [folder, name] = path.split('/');
  const isNamedWrong = folder === 'evidence' && digest !== `sha256:${name}`;
  return isNamedWrong ? [`${path} is not the evidence that its name says.`] : [];
}
