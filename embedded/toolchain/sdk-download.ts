import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../../scripts/install-once.cjs';
import { isExecutable } from './find-program.ts';
import { runProgram } from './run-program.ts';

/** The servers that the Temporal SDK can download: the dev server and the time-skipping one. */
export type SdkServer = 'temporal-cli' | 'temporal-test-server';

/**
 * The path of a server that the Temporal SDK has downloaded into the cache folder, now or
 * earlier. Without a network this fails within a second.
 *
 * @throws when the download or the first start fails; the message says why in a few words.
 */
export async function findSdkDownload(server: SdkServer, version: string): Promise<string> {
  const folder = join(cacheFolder(), 'sdk', `${server}-${version}`);
  mkdirSync(folder, { recursive: true });
  const earlier = look(folder);
  if (earlier !== undefined) return earlier;
  // In a process of its own: here the SDK would set itself up before its user can configure it.
  const script = fileURLToPath(new URL('./download-with-sdk.ts', import.meta.url));
  try {
    await runProgram(process.execPath, [script, server, version, folder]);
  } catch (cause) {
    throw new Error(reasonOf(cause), { cause });
  }
  const downloaded = look(folder);
  if (downloaded === undefined) throw new Error(`the SDK left no ${server} in ${folder}`);
  return downloaded;
}

function look(folder: string): string | undefined {
  return readdirSync(folder)
    .filter((name) => name.startsWith('temporal') && !name.endsWith('.downloading'))
    .map((name) => join(folder, name))
    .find(isExecutable);
}

// The SDK's message repeats its address several times; the innermost cause stands at its end.
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message.trimEnd() : String(error);
  return (message.split('\n').at(-1) ?? message).split(': ').slice(-2).join(': ');
}
