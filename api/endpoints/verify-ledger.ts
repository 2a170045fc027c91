import { z } from 'zod';
import type { LedgerFinding } from '../../records/reads/verify-ledger.ts';
import { name } from '../../spec/field/name.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import type { ApiRecords } from '../records-port.ts';
import { sealedPlanOf } from '../releases/load-release.ts';

const damage = z.object({
  kind: z.enum(['edited', 'removed', 'reordered', 'unchained', 'rewritten', 'truncated']),
  release: z.string(),
  position: z.number().int(),
  reason: z.string(),
});

const finding: z.ZodType<LedgerFinding> = z.object({
  release: z.string(),
  entries: z.number().int(),
  head: z.string().nullable().describe('Hash of the last entry.'),
  damages: z.array(damage),
  projectionHolds: z.boolean().describe('What lists show equals a fresh fold of the facts.'),
});

export const verifyLedger = defineEndpoint({
  summary: 'Recompute the hash chain of one release, or of all',
  params: nothing,
  query: z.strictObject({ release: name.optional().describe('All releases when left out.') }),
  body: noBody,
  answers: {
    200: z
      .object({
        holds: z.boolean().describe('Nothing is damaged anywhere.'),
        findings: z.array(finding).readonly(),
      })
      .meta({ id: 'LedgerVerification' }),
  },
  async handle({ query: { release } }, { records }) {
    const findings = await findingsOf(release, records);
    const holds = findings.every(
      ({ damages, projectionHolds }) => damages.length === 0 && projectionHolds,
    );
    return { status: 200, body: { holds, findings } };
  },
});

async function findingsOf(
  release: string | undefined,
  records: ApiRecords,
): Promise<readonly LedgerFinding[]> {
  if (release !== undefined) {
    await sealedPlanOf(release, records);
    return [await records.verifyRelease(release)];
  }
  const findings: LedgerFinding[] = [];
  for await (const each of records.verifyLedger()) findings.push(each);
  return findings;
}
