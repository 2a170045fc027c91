import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { readArchive } from '../evidence/read-archive.ts';
import type { RingKey } from '../evidence/read-jws.ts';
import { verifyArchive } from '../evidence/verify-archive.ts';
import { exitCodes } from '../exit-code.ts';
import { UsageMistake } from '../failures.ts';
import type { VerificationAnswer } from '../http/answers.ts';
import { readable } from '../http/readable.ts';
import type { Shell } from '../shell.ts';
import { showArchiveReport } from '../show/archive-report.ts';
import { showVerification } from '../show/verification.ts';

type VerifyOptions = { readonly keyRing?: string };

/** The chains of many releases are long, and each entry of each is recomputed. */
const timeoutMs = 600_000;

export function addVerify(root: Command, shell: Shell): void {
  root
    .command('verify')
    .description(
      'Recompute the hash chain of the ledger, of one release or of all, and compare what lists ' +
        'show with what the ledger says; or check an archive of evidence offline. Ends with 1 ' +
        'when anything is broken. For auditors.',
    )
    .argument('[release]', 'name of the release, or an archive (.tar.gz); all when left out')
    .option('--key-ring <file>', 'for an archive: public keys that you got another way than in it')
    .action(async (release: string | undefined, { keyRing }: VerifyOptions) => {
      // No release has such a name.
      if (release !== undefined && /[./]/.test(release)) return verifyFile(release, keyRing, shell);
      if (keyRing !== undefined) {
        throw new UsageMistake(
          '--key-ring is for an archive of evidence.',
          'Name an archive, as evidence-RELEASE.tar.gz.',
        );
      }
      await verifyLedger(release, shell);
    });
}

async function verifyLedger(release: string | undefined, shell: Shell): Promise<void> {
  const { terminal } = shell;
  const client = await shell.client();
  const answer = await client.get<VerificationAnswer>('/v1/ledger/verify', { release }, timeoutMs);
  if (terminal.json) terminal.tell(answer);
  terminal.say(showVerification(answer, terminal.paint));
  if (!answer.holds) shell.exitCode = exitCodes.no;
}

/** Asks no server: an auditor has none. */
async function verifyFile(file: string, keyRing: string | undefined, shell: Shell): Promise<void> {
  const { terminal } = shell;
  const trusted = keyRing === undefined ? null : await readRing(keyRing);
  const report = readable(verifyArchive(await readArchive(file), trusted));
  if (terminal.json) terminal.tell(report);
  terminal.say(showArchiveReport(report, terminal.paint));
  if (!report.holds) shell.exitCode = exitCodes.no;
}

async function readRing(file: string): Promise<readonly RingKey[]> {
  try {
    const { keys } = JSON.parse(await readFile(file, 'utf8')) as { keys?: readonly RingKey[] };
    if (keys !== undefined) return keys;
  } catch {
    // It is told below.
  }
  throw new UsageMistake(
    `${file} is no ring of public keys.`,
    'Take keys/key-ring.json of an archive that you trust, or the key ring of the server.',
  );
}
