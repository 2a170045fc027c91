import type { SealedPlan } from '../../activities/ports/records.ts';
import type { ReleaseRecord } from '../../domain/evidence/record.ts';
import { packFiles, writeSums } from '../../domain/evidence/seal.ts';
import type { Actor } from '../access/actor.ts';
import type { Services } from '../services.ts';
import { gather } from './gather.ts';
import {
  evidenceFiles,
  type PackKeys,
  pageFiles,
  peopleFile,
  recordFiles,
  textFile,
} from './pack-files.ts';
import type { Archive } from './send.ts';

type ExportServices = Pick<Services, 'clock' | 'evidence' | 'log'> & {
  readonly records: Pick<
    Services['records'],
    'appendAction' | 'catalog' | 'personOf' | 'readComments' | 'readEvidenceRecord'
  >;
  readonly signer: Pick<Services['signer'], 'keyId' | 'publicKeys' | 'signEvidence'>;
};

/**
 * Makes a signed evidence pack of a release, and records who took it. What it holds depends on the
 * records alone; the seal says besides who asked and when. It is recorded before it is sent:
 * whoever breaks the connection off may have got what mattered.
 */
export async function exportEvidence(
  sealed: SealedPlan,
  people: ReleaseRecord['people'],
  actor: Pick<Actor, 'subject'>,
  services: ExportServices,
): Promise<Archive> {
  const { records, signer, clock, evidence } = services;
  const gathered = await gather(sealed, people, services);
  const keys: PackKeys = { keyId: signer.keyId, ring: await signer.publicKeys() };
  const files = [
    ...pageFiles(gathered, keys),
    ...(people === 'omitted' ? [] : [await peopleFile(gathered, records)]),
    ...recordFiles(gathered, sealed, keys),
    ...evidenceFiles(gathered.record, evidence),
  ];
  const sums = textFile(packFiles.sums, writeSums(files));
  const last = gathered.record.entries.at(-1);
  const issuedAt = clock().toISOString();
  const { jws } = await signer.signEvidence({
    kind: 'evidence-pack',
    release: sealed.release,
    sums: sums.digest,
    ledger: last === undefined ? null : { position: last.position, hash: last.hash },
    exportedBy: actor.subject,
    issuedAt,
  });
  await records.appendAction(sealed.release, {
    key: `evidence/${sums.digest}`,
    phase: 'outcome',
    action: 'export evidence',
    by: actor.subject,
    at: issuedAt,
    attempt: 1,
    outcome: 'done',
    details: {
      sums: sums.digest,
      people,
      position: last?.position ?? 0,
      missingEvidence: gathered.record.evidence.filter(({ status }) => status !== 'kept').length,
    },
  });
  return { files: [...files, sums, textFile(packFiles.seal, `${jws}\n`)], sums: sums.digest };
}
