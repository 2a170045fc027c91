import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { readArchive } from '../evidence/read-archive.ts';
import { verifyArchive } from '../evidence/verify-archive.ts';
import { exitCodes } from '../exit-code.ts';
import { UsageMistake } from '../failures.ts';
import { readable } from '../http/readable.ts';
import { whyAway } from '../http/why-away.ts';
import type { Shell } from '../shell.ts';
import { showArchiveReport } from '../show/archive-report.ts';
import type { Terminal } from '../terminal/terminal.ts';

type EvidenceOptions = {
  readonly output?: string;
  readonly force?: true;
  readonly people: 'include' | 'omit';
};

/** The ledger of a release is recomputed, and every piece of evidence is read. */
const timeoutMs = 600_000;
const mebibyte = 1024 * 1024;

export function addEvidence(root: Command, shell: Shell): void {
  root
    .command('evidence')
    .description(
      'Export all that is recorded of a release as one signed archive for an auditor, and check ' +
        'it. Ends with 1 when it does not hold. The export is recorded. For auditors.',
    )
    .argument('<release>', 'name of the release')
    .option('-o, --output <file>', 'where to write it; evidence-RELEASE.tar.gz when left out')
    .option('--force', 'write over a file that is there')
    .addOption(
      new Option('--people <which>', 'the one file with names and with what people wrote')
        .choices(['include', 'omit'])
        .default('include'),
    )
    .action(async (release: string, { output, force, people }: EvidenceOptions) => {
      const { terminal } = shell;
      const file = output ?? `evidence-${release}.tar.gz`;
      if (force !== true) await refuseToOverwrite(file);
      const client = await shell.client();
      const path = `/v1/releases/${encodeURIComponent(release)}/evidence?people=${people}`;
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await client.open(path, {}, signal);
      await save(response, file, terminal).catch((error: unknown) => {
        throw isOfFiles(error) ? cannotWrite(file, error) : whyAway(error, client.server.url);
      });
      const report = readable(verifyArchive(await readArchive(file), null));
      const sums = response.headers.get('tidegate-evidence');
      if (terminal.json) terminal.tell({ file, sums, ...report });
      terminal.say(`${file}\n${showArchiveReport(report, terminal.paint)}`);
      terminal.say(`The digest of its SHA256SUMS is ${sums}.`);
      if (!report.holds) shell.exitCode = exitCodes.no;
    });
}

async function refuseToOverwrite(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  throw new UsageMistake(
    `${file} is there already. Nothing was asked for.`,
    'Name another file with -o, or write over it with --force.',
  );
}

/** Under another name until it is whole, so that half an archive never passes for one. */
async function save(response: Response, file: string, terminal: Terminal): Promise<void> {
  const part = `${file}.${randomUUID()}.part`;
  const area = terminal.isLive ? await terminal.live() : null;
  let received = 0;
  try {
    const told = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        received += chunk.length;
        area?.draw(`${(received / mebibyte).toFixed(1)} MiB`);
        yield chunk;
      }
    };
    const body = Readable.from(response.body ?? []);
    await pipeline(body, told, createWriteStream(part, { flags: 'wx' }));
    await rename(part, file);
  } finally {
    area?.end();
    await rm(part, { force: true });
  }
}

/** An error of the file system names the call that failed. */
function isOfFiles(error: unknown): error is Error {
  return error instanceof Error && 'path' in error;
}

function cannotWrite(file: string, error: Error): UsageMistake {
  return new UsageMistake(`${file} cannot be written: ${error.message}.`, 'Name another with -o.');
}
