import { packFiles, writeSums } from '../../domain/evidence/seal.ts';
import type { ForensicsRecord } from '../../domain/rollback/forensics.ts';
import type { Actor } from '../access/actor.ts';
import type { Services } from '../services.ts';
import { statusOf } from './gather.ts';
import { storedFile, textFile } from './pack-files.ts';
import type { Archive } from './send.ts';

type ExportServices = Pick<Services, 'clock' | 'evidence' | 'log'> & {
  readonly records: Pick<Services['records'], 'appendAction'>;
};

/**
 * Makes one archive of what was preserved before a release was rolled back: an index, and a file
 * for each component, under the digest that the ledger has of it. What was lost since is said in
 * the index. It is recorded who took it, before it is sent: logs may tell of people.
 */
export async function exportForensics(
  release: string,
  preserved: readonly ForensicsRecord[],
  actor: Pick<Actor, 'subject'>,
  services: ExportServices,
): Promise<Archive> {
  const pieces = await Promise.all(
    preserved.flatMap((record, place) => piecesOf(record, place, services)),
  );
  const kept = pieces.filter(({ status }) => status === 'kept');
  const missing = preserved.flatMap((record) =>
    record.missing.map((part) => ({ environment: record.environment, ...part })),
  );
  const index = { release, pieces, missing };
  const files = [
    textFile('index.json', `${JSON.stringify(index, null, 2)}\n`),
    ...kept.map(({ path, digest }) => storedFile(path, digest, services.evidence)),
  ];
  const sums = textFile(packFiles.sums, writeSums(files));
  await services.records.appendAction(release, {
    key: `forensics/${sums.digest}`,
    phase: 'outcome',
    action: 'export forensics',
    by: actor.subject,
    at: services.clock().toISOString(),
    attempt: 1,
    outcome: 'done',
    details: { sums: sums.digest, lost: pieces.length - kept.length },
  });
  return { files: [...files, sums], sums: sums.digest };
}

/** An environment may be preserved more than once: its place among all keeps them apart. */
function piecesOf(
  { environment, capturedAt, exhibits }: ForensicsRecord,
  place: number,
  services: ExportServices,
) {
  return exhibits.map(async ({ component, parts, evidence: { digest } }) => ({
    path: `${place + 1}-${environment}/${component}.json`,
    environment,
    component,
    capturedAt,
    parts,
    digest,
    status: await statusOf(digest, services),
  }));
}
