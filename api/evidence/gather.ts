import { StepFailure } from '../../activities/ports/failures.ts';
import type { KeptStatement, SealedPlan } from '../../activities/ports/records.ts';
import type { Statement } from '../../domain/approval/statement.ts';
import { findEvidence } from '../../domain/evidence/find-evidence.ts';
import { type ReadFacts, readFacts } from '../../domain/evidence/read-facts.ts';
import type { EvidencePiece, ReleaseRecord, SignedRecord } from '../../domain/evidence/record.ts';
import { sha256Hex } from '../../domain/ledger/digest.ts';
import type { ApiRecords } from '../records-port.ts';
import type { Services } from '../services.ts';

export type Gathered = {
  readonly record: ReleaseRecord;
  readonly read: ReadFacts;
};

/** Everything that is recorded of a release, and what became of what it rests on. */
export async function gather(
  { release, plan, planDigest, requestedBy }: SealedPlan,
  people: ReleaseRecord['people'],
  services: Pick<Services, 'evidence' | 'log'> & {
    readonly records: Pick<ApiRecords, 'readEvidenceRecord'>;
  },
): Promise<Gathered> {
  const found = await services.records.readEvidenceRecord(release);
  const read = readFacts(found.entries);
  const evidence: EvidencePiece[] = [];
  for (const use of findEvidence(read.facts)) {
    evidence.push({ ...use, status: await statusOf(use.digest, services) });
  }
  const record: ReleaseRecord = {
    release,
    plan,
    planDigest,
    // Who had a revised plan sealed did not ask for the release.
    requestedBy: read.state.requestedBy ?? requestedBy,
    entries: found.entries,
    head: found.head,
    damages: found.finding.damages,
    projectionHolds: found.finding.projectionHolds,
    statements: found.statements.map(signedRecordOf),
    evidence,
    people,
  };
  return { record, read };
}

/** Whether a piece of evidence is there, as its digest says. */
export async function statusOf(
  digest: string,
  { evidence, log }: Pick<Services, 'evidence' | 'log'>,
): Promise<EvidencePiece['status']> {
  if (evidence === null) return 'out-of-reach';
  try {
    return (await evidence.get(digest)) === null ? 'missing' : 'kept';
  } catch (error) {
    log.warn({ err: error, digest }, 'A piece of evidence cannot be exported.');
    const isDamaged = error instanceof StepFailure && error.code === 'evidence/damaged';
    return isDamaged ? 'damaged' : 'out-of-reach';
  }
}

/** The digest is taken of the signed bytes: what is noted beside them proves nothing. */
function signedRecordOf({ jws }: KeptStatement): SignedRecord {
  const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url');
  return { jws, digest: sha256Hex(payload), statement: readStatement(payload) };
}

function readStatement(payload: Buffer): Statement | null {
  try {
    return JSON.parse(payload.toString('utf8')) as Statement;
  } catch {
    return null;
  }
}
