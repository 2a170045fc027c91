import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import pino from 'pino';
import { exportEvidence } from '../../../api/evidence/export.ts';
import { tarOf } from '../../../api/evidence/tar.ts';
import { createKey } from '../../../api/signing/create-key.ts';
import { createSigner, type Signer } from '../../../api/signing/sign-statement.ts';
import type { Statement } from '../../../domain/approval/statement.ts';
import { sha256Hex } from '../../../domain/ledger/digest.ts';
import { approver, aRecord, wholeStory } from '../builders/evidence.ts';

const at = '2026-11-21T10:00:00.000Z';

const approval: Statement = {
  kind: 'decision',
  id: 'approval-1',
  release: 'spring',
  environment: 'production',
  subjectDigest: sha256Hex('the subject'),
  by: approver,
  commentDigest: null,
  nonce: 'once',
  issuedAt: at,
  expiresAt: at,
  content: { requirement: 'production/cab', verdict: 'approve' },
};

/** A key of its own in a folder, and what signs with it. */
export async function aSigner(folder: string): Promise<Signer & { readonly keyRingFile: string }> {
  const files = {
    privateKeyFile: join(folder, 'key.json'),
    keyRingFile: join(folder, 'key-ring.json'),
  };
  const times = { notBefore: '2020-01-01T00:00:00Z', notAfter: null };
  await createKey({ ...files, ...times, purpose: 'statements' });
  return { ...(await createSigner(files)), keyRingFile: files.keyRingFile };
}

/** An archive of a whole release as the API makes it, signed by that signer. */
export async function makeArchive(signer: Signer, file: string): Promise<string> {
  const said = await signer.signStatement(approval);
  const events = wholeStory().map((event) =>
    event.type === 'statement.accepted' ? { ...event, digest: said.digest } : event,
  );
  const { plan, planDigest, requestedBy, entries, head, damages } = aRecord(events);
  const release = 'spring';
  const content = { kind: 'plan-seal', release, planDigest, requestedBy, issuedAt: at } as const;
  const { jws: seal } = await signer.signSeal(content);
  const finding = { release, entries: entries.length, head: null, damages, projectionHolds: true };
  const statements = [{ ...said, id: approval.id, release }];
  const pack = await exportEvidence(
    { release, plan, planDigest, requestedBy, seal },
    'included',
    { subject: 'p-auditor' },
    {
      signer,
      clock: () => new Date(at),
      log: pino({ level: 'silent' }),
      evidence: { get: async () => Buffer.from('a report') },
      records: {
        readEvidenceRecord: async () => ({ finding, entries, head, statements }),
        appendAction: async () => {},
        catalog: async () => null,
        personOf: async () => 'somebody',
        readComments: async () => [],
      },
    },
  );
  const placed = pack.files.map((each) => ({ ...each, path: `evidence-spring/${each.path}` }));
  await writeFile(file, await buffer(Readable.from(tarOf(placed)).pipe(createGzip())));
  return file;
}
