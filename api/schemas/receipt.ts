import { z } from 'zod';
import type { Receipt } from '../../domain/approval/statement.ts';

export const receiptSchema: z.ZodType<Receipt> = z
  .object({
    id: z.string().describe('Id of the statement.'),
    outcome: z.enum(['accepted', 'refused']),
    code: z.string().nullable().describe('Why it was refused; null when it was accepted.'),
    reason: z.string().describe('A sentence for the person.'),
    seq: z
      .number()
      .int()
      .describe('Ledger sequence of the fact that recorded it: read with `atLeastSeq` of this.'),
  })
  .meta({ id: 'Receipt', description: 'What became of a statement.' });

/** When the workflow has not spoken in time. */
export const awaitedSchema = z
  .object({
    id: z.string(),
    outcome: z.literal('awaited'),
    receipt: z.string().describe('Where the receipt will be.'),
  })
  .meta({ id: 'AwaitedReceipt', description: 'The statement is on its way.' });
