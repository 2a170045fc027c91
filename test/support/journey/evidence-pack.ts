import { execFile } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runTool } from '../files/run-tool.ts';
import type { LedgerRow } from './ledger-rows.ts';
import type { JourneyPerson } from './person.ts';

/** An evidence pack, unpacked by `tar` into a folder of its own. */
export type UnpackedPack = {
  readonly archive: string;
  readonly folder: string;
  /** Value of the header `Tidegate-Evidence`. */
  readonly sums: string | null;
  readonly read: (path: string) => string;
};

/** Exports the evidence of a release as a person, and unpacks it below a folder. */
export function exportPack(
  person: JourneyPerson,
  release: string,
  below: string,
  people = 'include',
): Promise<UnpackedPack> {
  const path = `/v1/releases/${release}/evidence?people=${people}`;
  return fetchArchive(person, path, `evidence-${release}`, below);
}

/** Fetches an archive that is one folder, as a person, and unpacks it below another folder. */
export async function fetchArchive(
  { origin, token }: JourneyPerson,
  path: string,
  name: string,
  below: string,
): Promise<UnpackedPack> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${origin}${path}`, { headers });
  if (!response.ok) throw new Error(await response.text());
  const place = mkdtempSync(join(below, 'pack-'));
  const archive = join(place, 'pack.tar.gz');
  writeFileSync(archive, Buffer.from(await response.arrayBuffer()));
  runTool('tar', '-xzf', archive, '-C', place);
  const folder = join(place, name);
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  return { archive, folder, sums: response.headers.get('tidegate-evidence'), read };
}

/** What the signature covers, checked with the key ring of the pack by `node:crypto` alone. */
export function signedIn({ read }: UnpackedPack): Readonly<Record<string, unknown>> {
  type Ring = { readonly keys: readonly { readonly kid: string; readonly jwk: object }[] };
  const { keys } = JSON.parse(read('keys/key-ring.json')) as Ring;
  const [header = '', payload = '', signature = ''] = read('SHA256SUMS.jws').trim().split('.');
  const parsed = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
  const { kid } = parsed(header) as { readonly kid: string };
  const { jwk } = keys.find((key) => key.kid === kid) ?? {};
  if (jwk === undefined) throw new Error(`The ring has no key ${kid}.`);
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  const signed = Buffer.from(`${header}.${payload}`);
  if (verify(null, signed, key, Buffer.from(signature, 'base64url'))) {
    return parsed(payload) as Readonly<Record<string, unknown>>;
  }
  throw new Error('The signature does not hold.');
}

/** The ledger of a pack, as rows of the database would tell it. */
export function rowsIn({ read }: UnpackedPack): readonly LedgerRow[] {
  type Line = Pick<LedgerRow, 'release' | 'position' | 'sort' | 'seq' | 'content' | 'hash'> & {
    readonly contentHash: string;
    readonly previousHash: string;
    readonly recordedAt: string;
  };
  return read('ledger.jsonl')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { contentHash, previousHash, recordedAt, ...row } = JSON.parse(line) as Line;
      return {
        ...row,
        content_hash: contentHash,
        previous_hash: previousHash,
        recorded_at: new Date(recordedAt),
      };
    });
}

/** Types every command of the pack's own VERIFY.md into a shell; throws at the first that fails. */
export async function followGuide({ folder, read }: UnpackedPack): Promise<readonly string[]> {
  const steps = [...read('VERIFY.md').matchAll(/^```sh\n(.*?)^```$/gms)];
  const answers: string[] = [];
  for (const [, script = ''] of steps) {
    const parameters = ['-euo', 'pipefail', '-c', script];
    const { stdout } = await promisify(execFile)('bash', parameters, { cwd: folder });
    answers.push(stdout.trim());
  }
  return answers;
}
