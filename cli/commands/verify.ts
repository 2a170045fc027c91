import type { Command } from 'commander';
import { exitCodes } from '../exit-code.ts';
import type { VerificationAnswer } from '../http/answers.ts';
import type { Shell } from '../shell.ts';
import { showVerification } from '../show/verification.ts';

/** The chains of many releases are long, and each entry of each is recomputed. */
const timeoutMs = 600_000;

export function addVerify(root: Command, shell: Shell): void {
  root
    .command('verify')
    .description(
      'Recompute the hash chain of the ledger, of one release or of all, and compare what lists ' +
        'show with what the ledger says. Ends with 1 when anything is broken. For auditors.',
    )
    .argument('[release]', 'name of the release; all when left out')
    .action(async (release: string | undefined) => {
      const { terminal } = shell;
      const client = await shell.client();
      const query = { release };
      const answer = await client.get<VerificationAnswer>('/v1/ledger/verify', query, timeoutMs);
      if (terminal.json) terminal.tell(answer);
      terminal.say(showVerification(answer, terminal.paint));
      if (!answer.holds) shell.exitCode = exitCodes.no;
    });
}
