import type { z } from 'zod';
import type { awaitedSchema } from '../schemas/receipt.ts';

/** The answer while a workflow has not spoken. `receipt`: the path at which its receipt will be. */
export function awaitedAt(
  receipt: string,
  id: string,
): { status: 202; body: z.output<typeof awaitedSchema>; headers: Record<string, string> } {
  return {
    status: 202,
    body: { id, outcome: 'awaited', receipt },
    headers: { Location: receipt, 'Retry-After': '1' },
  };
}
