import type { Client } from '@temporalio/client';
import { createFileKeyRing } from '../adapters/signatures/key-ring.ts';
import { createStatementVerifier } from '../adapters/signatures/verify-statement.ts';
import type { Records } from '../records/index.ts';
import { createLeaseOffice } from './lease-office.ts';

/** Everything of a worker that is not a tool: the records, the environments, the signatures. */
export function createOwnPorts(records: Records, client: Client, keyRingFile: string) {
  return {
    ledger: records,
    plans: records,
    statements: records,
    directory: records,
    calendar: records,
    duties: records,
    portfolios: records,
    leases: records,
    leaseOffice: createLeaseOffice(client),
    verifier: createStatementVerifier({
      keyRing: createFileKeyRing(keyRingFile),
      purpose: 'statements',
    }),
  };
}
