import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  ArtifactStore,
  CommandRunner,
  EvidenceStore,
  SourceControl,
} from '../../activities/ports/content.ts';
import type { ReadJunit } from '../../activities/ports/evidence.ts';
import { StepFailure } from '../../activities/ports/failures.ts';
import type { Workspaces } from '../../activities/ports/workspace.ts';
import { contentDigest, sha256Hex } from '../../domain/ledger/digest.ts';
import type { ChosenMishaps } from './chosen-mishaps.ts';

/** More than any gate asks for. */
const simulatedTests = 1_000_000;
const commitLength = 40;

/** Every tag exists, and nobody is known to have written the change. */
export function simulateSources(): SourceControl {
  return {
    checkout: async ({ key, repository, tag }) => ({
      commit: createHash('sha256')
        .update(`${repository} ${tag}`)
        .digest('hex')
        .slice(0, commitLength),
      folder: `/rehearsal/${key}`,
      authorEmails: [],
      mergerEmails: [],
    }),
  };
}

/** Folders in which every file is found, and which remember what was done in them. */
export function simulateWorkspaces(): Workspaces {
  const stamps = new Set<string>();
  return {
    missing: async () => [],
    read: async () => '<testsuites/>',
    writtenAt: async () => null,
    stamp: async (folder, step) => void stamps.add(`${folder} ${step}`),
    stamped: async (folder, step) => stamps.has(`${folder} ${step}`),
  };
}

/**
 * Commands that end well at once, unless the step was chosen to fail. Asked for a backup, they say
 * that one was taken just now.
 */
export function simulateRunner(mishaps: ChosenMishaps, clock: () => Date): CommandRunner {
  return {
    scratch: '/rehearsal/scratch',
    async run({ command }) {
      const struck = mishaps.strikes();
      const isBackup = mishaps.occasion()?.parts.includes('backup') === true;
      const well = isBackup ? clock().toISOString() : 'It is simulated.';
      const said = struck ? 'It was chosen to fail.' : well;
      const digest = contentDigest([...command, said]);
      return {
        exitCode: struck ? 1 : 0,
        durationMs: 0,
        log: { digest, reference: `rehearsal/${digest}` },
        lastLines: [said],
      };
    },
  };
}

/** Reports in which everything passed, unless the gate was chosen to fail. */
export function simulateReadJunit(mishaps: ChosenMishaps): ReadJunit {
  return async () => ({
    readable: true,
    tests: simulatedTests,
    failures: mishaps.strikes() ? simulatedTests : 0,
    errors: 0,
    skipped: 0,
    failedNames: [],
  });
}

/** Small real files under real digests, so that deployers can verify them. */
export function simulateArtifacts(root: string, mishaps: ChosenMishaps): ArtifactStore {
  const fileOf = (digest: string) => join(root, digest.slice('sha256:'.length));
  return {
    async pack({ component, version }) {
      if (mishaps.strikes(component)) throw chosenToFail(`Packing ${component}`);
      const content = `The rehearsal's artifact of ${component} ${version}.\n`;
      const digest = sha256Hex(content);
      await mkdir(root, { recursive: true });
      await writeFile(fileOf(digest), content);
      return { digest, sizeBytes: content.length };
    },
    fetch: async (digest) => fileOf(digest),
  };
}

/** Evidence of which the digest alone is kept. */
export function simulateEvidence(): EvidenceStore {
  return {
    async put(content) {
      const digest = sha256Hex(content);
      return { digest, reference: `rehearsal/${digest}` };
    },
    get: async () => null,
  };
}

/** What a tool says that was chosen to fail. */
export function chosenToFail(what: string): StepFailure {
  return new StepFailure(
    'terminal',
    'rehearsal/chosen',
    `${what} was chosen to fail.`,
    'In life: read what the tool says, mend the cause, and send retry.',
  );
}
