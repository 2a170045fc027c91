import { join } from 'node:path';
import { cacheFolder, installOnce } from '../../scripts/install-once.cjs';
import { findProgram, isExecutable } from './find-program.ts';
import { runProgram } from './run-program.ts';
import { findSdkDownload } from './sdk-download.ts';

/** The same version everywhere; later ones cannot be built from Go's module proxy alone. */
const version = '1.5.1';

/**
 * The path of the Temporal CLI, which holds the dev server: `TEMPORAL_CLI`, `temporal` on PATH, a
 * build of ours in the cache folder, the SDK's download, or a build with Go (minutes, once).
 *
 * @throws with the remedies when none of these is to be had.
 */
export async function findTemporalCli(say: (line: string) => void): Promise<string> {
  const named = process.env.TEMPORAL_CLI;
  if (named) return checkNamed(named);
  const built = join(cacheFolder(), 'bin', `temporal-${version}`);
  const present = findProgram('temporal') ?? [built].find(isExecutable);
  if (present !== undefined) return present;
  const failures: string[] = [];
  try {
    return await findSdkDownload('temporal-cli', version);
  } catch (error) {
    failures.push(`The download by the Temporal SDK failed (${messageOf(error)})`);
  }
  try {
    return await buildWithGo(built, say);
  } catch (error) {
    failures.push(`The build with Go failed (${messageOf(error)})`);
  }
  throw notToBeHad(failures);
}

function checkNamed(path: string): string {
  if (isExecutable(path)) return path;
  throw new Error(
    `TEMPORAL_CLI names ${path}, which is no executable file. Let it name the Temporal CLI, or ` +
      'unset it to have one looked for.',
  );
}

function buildWithGo(target: string, say: (line: string) => void): Promise<string> {
  const go = findProgram('go');
  if (go === undefined) return Promise.reject(new Error('there is no "go" on PATH'));
  return installOnce({
    target,
    what: `Building the Temporal CLI ${version} with Go (once, 2 to 5 minutes)`,
    say,
    install: async (folder) => {
      const env = { ...process.env, GOBIN: folder };
      const module = `github.com/temporalio/cli/cmd/temporal@v${version}`;
      await runProgram(go, ['install', module], { cwd: folder, env });
      return join(folder, 'temporal');
    },
  });
}

function notToBeHad(failures: readonly string[]): Error {
  return new Error(
    'No Temporal dev server is to be had. There is no "temporal" on PATH. ' +
      `${failures.join('. ')}. One of these helps: install the Temporal CLI (it is then found on ` +
      'PATH); set TEMPORAL_CLI to its path; install Go 1.24 or later, so that it can be built; ' +
      'or set TEMPORAL_ADDRESS to a Temporal server that runs elsewhere.',
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
