import { StepFailure } from '../../activities/ports/failures.ts';

const terminal = (code: string, message: string, remedy: string): StepFailure =>
  new StepFailure('terminal', `artifacts/${code}`, message, remedy);

const needsPerson = (code: string, message: string, remedy: string): StepFailure =>
  new StepFailure('needs-person', `artifacts/${code}`, message, remedy);

/** A link that would mean something else wherever the archive is unpacked. */
export function strayLink(path: string, target: string): StepFailure {
  return terminal(
    'stray-link',
    `The link ${path} leads to ${target}, which is not in the folder that is packed.`,
    'Let the build copy the file, or link to it with a relative path inside the output folder.',
  );
}

/** A device, a pipe or a socket. */
export function notAFile(path: string): StepFailure {
  return terminal(
    'not-a-file',
    `${path} is neither a file nor a folder nor a link.`,
    'Let the build leave devices, pipes and sockets out of its output folder.',
  );
}

/** A folder in which a build has left nothing. */
export function empty(folder: string): StepFailure {
  return terminal(
    'empty-folder',
    `There is no file in ${folder}.`,
    'Name the folder that the build writes as output in the catalog.',
  );
}

/** Something that is not a folder at all. */
export function noFolder(folder: string): StepFailure {
  return terminal(
    'no-folder',
    `There is no folder ${folder}.`,
    'Name the folder that the build writes as output in the catalog.',
  );
}

/** More than an archive may hold. */
export function tooLarge(folder: string, limitBytes: number): StepFailure {
  return terminal(
    'too-large',
    `The files in ${folder} have more than ${limitBytes} bytes together.`,
    'Leave out what is not needed to run, or raise the limit of the artifact store.',
  );
}

/** A component or version that cannot name a file. */
export function badName(name: string): StepFailure {
  return terminal(
    'bad-name',
    `${JSON.stringify(name)} cannot name an artifact.`,
    'Use letters, digits, dots, dashes, underscores and plus signs; begin with a letter or digit.',
  );
}

/** The same version was packed before, with other content. */
export function versionTaken(name: string, known: string, found: string): StepFailure {
  return terminal(
    'version-taken',
    `${name} was packed before as ${known} and is ${found} now: a version never changes.`,
    'Release the change under a new version. If nothing changed, the build is not reproducible.',
  );
}

/** Text that is not a digest. */
export function badDigest(digest: string): StepFailure {
  return terminal(
    'bad-digest',
    `${JSON.stringify(digest.slice(0, 100))} is not the digest of an artifact.`,
    'A digest is sha256: and 64 lower-case hexadecimal digits.',
  );
}

/** An archive that should be there and is not. */
export function missing(digest: string, path: string): StepFailure {
  return needsPerson(
    'missing',
    `There is no archive ${path} for the artifact ${digest}.`,
    'Restore the file from a backup; the bytes must be those of the digest.',
  );
}

/** An archive whose bytes are not those that its name promises. */
export function damaged(path: string, digest: string, found: string): StepFailure {
  return needsPerson(
    'damaged',
    `The archive ${path} should have the digest ${digest}, but has ${found}.`,
    'Find out who changed it, and restore the file from a backup. Deploy nothing from it.',
  );
}
