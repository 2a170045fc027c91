import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from '../../../embedded/toolchain/find-program.ts';
import { runProgram } from '../../../embedded/toolchain/run-program.ts';
import { cacheFolder, installOnce } from '../../../scripts/install-once.cjs';

/** The one that the Temporal CLI holds, so that both are built from the same modules. */
const version = '1.29.1';
const sources = `go.temporal.io/server@v${version}`;

/** Temporal as clusters run it: the server, what makes its tables, and their descriptions. */
export type TemporalServer = {
  readonly server: string;
  readonly sqlTool: string;
  /** Folder of `temporal` and `visibility`, each with its versions. */
  readonly schema: string;
};

/**
 * The Temporal server of clusters: a build in the cache folder, or one made now with Go.
 *
 * @throws when Go is not to be had, or the build fails.
 */
export async function findTemporalServer(say: (line: string) => void): Promise<TemporalServer> {
  const go = findProgram('go');
  if (go === undefined) {
    throw new Error('The Temporal server of clusters is built with Go: install Go 1.24 or later.');
  }
  const folder = await installOnce({
    target: join(cacheFolder(), 'bin', `temporal-server-${version}`),
    what: `Building the Temporal server ${version} with Go (once, 2 to 4 minutes)`,
    say,
    install: (place) => build(go, place),
  });
  return {
    server: join(folder, 'server'),
    sqlTool: join(folder, 'sql'),
    schema: join(await sourcesOf(go), 'schema/postgresql/v12'),
  };
}

async function build(go: string, place: string): Promise<string> {
  const paths = ['cmd/server', 'cmd/tools/sql'].map(
    (path) => `go.temporal.io/server/${path}@v${version}`,
  );
  const made = join(place, 'made');
  mkdirSync(made);
  const env = { ...process.env, GOBIN: made };
  await runProgram(go, ['install', ...paths], { cwd: place, env });
  return made;
}

/** The descriptions of the tables lie in the module itself. */
async function sourcesOf(go: string): Promise<string> {
  const { stdout } = await promisify(execFile)(go, ['mod', 'download', '-json', sources]);
  return (JSON.parse(stdout) as { readonly Dir: string }).Dir;
}
