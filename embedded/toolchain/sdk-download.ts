import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../scripts/install-once.cjs';
import { isExecutable } from './find-program.ts';

/** The servers that the Temporal SDK can download: the dev server and the time-skipping one. */
export type SdkServer = 'temporal-cli' | 'temporal-test-server';

/**
 * The path of a server that the Temporal SDK has downloaded into the cache folder, now or
 * earlier. The SDK downloads only in the course of a start, so the server is started once and
 * stopped again. Without a network this fails within milliseconds.
 *
 * @throws when the download or the start fails.
 */
export async function findSdkDownload(server: SdkServer): Promise<string> {
  const downloadDir = join(cacheFolder(), 'sdk');
  mkdirSync(downloadDir, { recursive: true });
  const earlier = look(downloadDir, server);
  if (earlier !== undefined) return earlier;
  // Loaded here alone: the SDK's native part takes a while, and most starts do without it.
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const executable = { type: 'cached-download', downloadDir, ttl: '3650 days' } as const;
  const environment =
    server === 'temporal-cli'
      ? await TestWorkflowEnvironment.createLocal({ server: { executable } })
      : await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
  await environment.teardown();
  const downloaded = look(downloadDir, server);
  if (downloaded === undefined) throw new Error(`The SDK left no ${server} in ${downloadDir}.`);
  return downloaded;
}

function look(folder: string, server: SdkServer): string | undefined {
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${server}-`))
    .map((name) => join(folder, name))
    .find(isExecutable);
}
