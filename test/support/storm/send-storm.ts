import { Client, Connection } from '@temporalio/client';

/** One signal that somebody sends. */
export type StormSignal = { readonly name: string; readonly payload: readonly unknown[] };

export type StormTally = {
  /** Signals that Temporal has taken. */
  readonly taken: number;
  /** Signals that Temporal has refused, by what it said. */
  readonly refused: Readonly<Record<string, number>>;
  readonly tookMs: number;
};

/** How many signals of one connection are on their way at the same time. */
const atOnce = 25;

/**
 * Sends signals to one workflow as fast as that many connections can. Each is sent once and ends
 * as taken or as refused: the client repeats a call only under the id of the first.
 */
export async function sendStorm(
  target: { readonly address: string; readonly namespace: string; readonly workflowId: string },
  signals: readonly StormSignal[],
  connections: number,
): Promise<StormTally> {
  const { address, namespace, workflowId } = target;
  const opened = await Promise.all(
    Array.from({ length: connections }, () => Connection.connect({ address })),
  );
  const refused: Record<string, number> = {};
  let taken = 0;
  let next = 0;
  const sendOn = async (client: Client): Promise<void> => {
    for (let signal = signals[next]; signal !== undefined; signal = signals[next]) {
      next += 1;
      try {
        await client.workflow.getHandle(workflowId).signal(signal.name, ...signal.payload);
        taken += 1;
      } catch (error) {
        const why = reasonOf(error);
        refused[why] = (refused[why] ?? 0) + 1;
      }
    }
  };
  const began = performance.now();
  try {
    const clients = opened.map((connection) => new Client({ connection, namespace }));
    await Promise.all(
      clients.flatMap((client) => Array.from({ length: atOnce }, () => sendOn(client))),
    );
    return { taken, refused, tookMs: Math.round(performance.now() - began) };
  } finally {
    await Promise.all(opened.map((connection) => connection.close()));
  }
}

/** What Temporal itself said, without the words of the client around it. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
