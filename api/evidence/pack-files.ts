import { createPublicKey } from 'node:crypto';
import type { SealedPlan } from '../../activities/ports/records.ts';
import type { KeyRing } from '../../domain/approval/key-ring.ts';
import { mapControls } from '../../domain/evidence/controls/map-controls.ts';
import { mappingNote, writeControls } from '../../domain/evidence/pages/write-controls.ts';
import { evidencePath, writeIndex } from '../../domain/evidence/pages/write-index.ts';
import { writePeople } from '../../domain/evidence/pages/write-people.ts';
import type { ReleaseRecord } from '../../domain/evidence/record.ts';
import { packFiles } from '../../domain/evidence/seal.ts';
import { tellStory } from '../../domain/evidence/tell-story.ts';
import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import { sha256Hex } from '../../domain/ledger/digest.ts';
import type { ApiRecords } from '../records-port.ts';
import type { Gathered } from './gather.ts';
import { namePeople, wordsOf } from './name-people.ts';
import type { EvidenceReader } from './reader.ts';
import type { ArchivedFile } from './tar.ts';
import { verifyGuide } from './verify-guide.ts';

/** Who signs a pack, and what its signatures can be checked with. */
export type PackKeys = { readonly keyId: string; readonly ring: KeyRing };

/** A file whose whole content is there already. */
export function textFile(path: string, text: string): ArchivedFile {
  const bytes = new TextEncoder().encode(text);
  return { path, digest: sha256Hex(bytes), read: async () => bytes };
}

/** The pages for people, and the same for programs. The same record makes the same bytes. */
export function pageFiles(
  { record, read }: Gathered,
  { keyId }: PackKeys,
): readonly ArchivedFile[] {
  const story = tellStory(record, read);
  const controls = mapControls({ record, story, facts: read.facts });
  return [
    textFile('index.html', writeIndex(story)),
    textFile('controls.html', writeControls(record.release, controls)),
    textFile('release.json', pretty(story)),
    textFile('controls.json', pretty({ note: mappingNote, controls })),
    textFile('VERIFY.md', verifyGuide(keyId)),
  ];
}

/** What everything rests on, as it is recorded. The digest of `plan.json` is that of the plan. */
export function recordFiles(
  { record: { entries, statements } }: Gathered,
  { plan, seal }: SealedPlan,
  { keyId, ring }: PackKeys,
): readonly ArchivedFile[] {
  return [
    textFile('plan.json', canonicalJson(plan)),
    textFile('plan-seal.jws', `${seal}\n`),
    textFile('ledger.jsonl', jsonLines(entries)),
    textFile('statements.jsonl', jsonLines(statements.map(({ digest, jws }) => ({ digest, jws })))),
    textFile('keys/key-ring.json', pretty(ring)),
    textFile('keys/signing-key.pem', pemOf(keyId, ring)),
  ];
}

/** Who the pseudonymous ids are, and what they wrote: the one file that can be left out. */
export async function peopleFile(
  { record, read }: Gathered,
  records: Pick<ApiRecords, 'catalog' | 'personOf' | 'readComments'>,
): Promise<ArchivedFile> {
  const people = await namePeople(read, record.requestedBy, records);
  const words = await wordsOf(record, records);
  return textFile(packFiles.people, writePeople(record.release, people, words));
}

/** Every piece of evidence that is there. */
export function evidenceFiles(
  { evidence }: ReleaseRecord,
  store: EvidenceReader | null,
): readonly ArchivedFile[] {
  return evidence
    .filter(({ status }) => status === 'kept')
    .map(({ digest }) => storedFile(evidencePath(digest), digest, store));
}

/** A file that the evidence store holds, read again when it is sent. */
export function storedFile(
  path: string,
  digest: string,
  store: EvidenceReader | null,
): ArchivedFile {
  return {
    path,
    digest,
    async read() {
      const content = (await store?.get(digest)) ?? null;
      if (content === null) throw new Error(`The evidence ${digest} has gone while it was sent.`);
      return content;
    },
  };
}

function pemOf(keyId: string, { keys }: KeyRing): string {
  const key = keys.find(({ kid }) => kid === keyId);
  if (key === undefined) throw new Error(`The key ${keyId} is not in the key ring.`);
  const publicKey = createPublicKey({ key: key.jwk, format: 'jwk' });
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

const pretty = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const jsonLines = (values: readonly unknown[]) =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');
