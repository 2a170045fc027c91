import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findTemporalCli } from '../../../embedded/toolchain/temporal-cli.ts';

const run = promisify(execFile);

type Summary = { readonly userMetadata?: { readonly summary?: { readonly data: string } } };

/** An event of a history as `temporal workflow show -o json` prints it. */
export type ShownEvent = Summary & {
  readonly eventType: string;
  readonly workflowExecutionSignaledEventAttributes?: { readonly signalName: string };
};

/** What the Temporal CLI says, in JSON, of a workflow or of several. */
export async function temporalCli<Said>(
  namespace: string,
  ...parameters: readonly string[]
): Promise<Said> {
  return JSON.parse(await runCli(namespace, parameters)) as Said;
}

/** Returns what it prints; nothing where it has only something to do. */
async function runCli(namespace: string, parameters: readonly string[]): Promise<string> {
  const cli = await findTemporalCli(() => {});
  const address = process.env.TIDEGATE_TEST_TEMPORAL_ADDRESS ?? '';
  const where = ['--address', address, '--namespace', namespace, '-o', 'json'];
  // Not the synchronous kind: a query is answered by workers of this very process.
  const { stdout } = await run(cli, [...parameters, ...where], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** Sends a signal as somebody does who has the CLI, and no token of Tidegate. */
export async function signalByCli(
  namespace: string,
  workflowId: string,
  name: string,
  payload: unknown,
): Promise<void> {
  const to = ['--workflow-id', workflowId, '--name', name, '--input', JSON.stringify(payload)];
  await runCli(namespace, ['workflow', 'signal', ...to]);
}

export async function showHistory(
  namespace: string,
  workflowId: string,
): Promise<readonly ShownEvent[]> {
  const parameters = ['workflow', 'show', '--workflow-id', workflowId];
  return (await temporalCli<{ events: readonly ShownEvent[] }>(namespace, ...parameters)).events;
}

/** What an operator reads beside a timer or a step; null where nothing was said. */
export function summaryOf({ userMetadata }: Summary): string | null {
  const data = userMetadata?.summary?.data;
  if (data === undefined) return null;
  return JSON.parse(Buffer.from(data, 'base64').toString('utf8')) as string;
}
