import { setTimeout as sleep } from 'node:timers/promises';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { ServerAway } from '../failures.ts';
import type { ReceiptAnswer } from '../http/answers.ts';
import type { Client } from '../http/client.ts';
import type { Terminal } from '../terminal/terminal.ts';

type Receipt = Extract<ReceiptAnswer, { outcome: 'accepted' | 'refused' }>;

/** What is said, and the path of the endpoint that takes it. */
export type Saying = {
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
};

const receiptPatienceMs = 30_000;
const lookEveryMs = 500;

/**
 * Says something and tells what became of it. Where the workflow has not spoken yet, its receipt is
 * waited for. Returns the exit code: a refusal is a no.
 */
export async function say(
  client: Client,
  { method, path, body }: Saying,
  terminal: Terminal,
): Promise<ExitCode> {
  const answer = await client.send<ReceiptAnswer>(method, path, body);
  return tellReceipt(
    answer.outcome === 'awaited' ? await receiptOf(client, answer) : answer,
    terminal,
  );
}

function tellReceipt(receipt: Receipt, terminal: Terminal): ExitCode {
  if (terminal.json) terminal.tell(receipt);
  const { paint } = terminal;
  const isAccepted = receipt.outcome === 'accepted';
  const mark = isAccepted ? paint('good', 'accepted') : paint('bad', 'refused');
  const code = receipt.code === null ? '' : paint('quiet', ` (${receipt.code})`);
  terminal.say(`${mark}: ${receipt.reason}${code}`);
  return isAccepted ? exitCodes.done : exitCodes.no;
}

async function receiptOf(
  client: Client,
  { id, receipt }: Extract<ReceiptAnswer, { outcome: 'awaited' }>,
): Promise<Receipt> {
  const deadline = Date.now() + receiptPatienceMs;
  while (Date.now() < deadline) {
    await sleep(lookEveryMs);
    const answer = await client.get<ReceiptAnswer>(receipt);
    if (answer.outcome !== 'awaited') return answer;
  }
  throw new ServerAway(
    `It was said under the id ${id}, and no worker has answered it yet.`,
    'It is kept and will be answered. Give the same command again with this --decision-id.',
  );
}

/** For releases whose names come from the command line. */
export function releasePath(release: string, rest: string): string {
  return `/v1/releases/${encodeURIComponent(release)}${rest}`;
}
