// Makes the key that the API signs people's statements with, and enters its public half in the key
// ring. An operator runs it once, as docs/how-to/compose.md says; a key that is there is kept.
import { join } from 'node:path';
import { createKey } from './signing/create-key.ts';

function required(name: string, meaning: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set. It names ${meaning}.`);
}

async function main(): Promise<void> {
  const { kid, created } = await createKey({
    privateKeyFile: join(
      required('TIDEGATE_KEYS_DIR', 'the folder of the private signing key'),
      'statements.json',
    ),
    keyRingFile: required('TIDEGATE_KEY_RING', 'the file with the public keys'),
    purpose: 'statements',
    notBefore: new Date().toISOString(),
    notAfter: null,
  });
  process.stdout.write(`${created ? 'Made' : 'Kept'} the signing key ${kid}.\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
