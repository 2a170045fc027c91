// A program of its own: node download-with-sdk.ts <server> <version> <folder>
// has the Temporal SDK download a server into the folder. The SDK downloads only in the course of
// a start, so the server is started once and stopped again.

import { TestWorkflowEnvironment } from '@temporalio/testing';

const [server, version, downloadDir] = process.argv.slice(2);

async function download(): Promise<void> {
  const executable = {
    type: 'cached-download',
    downloadDir: downloadDir ?? '',
    version: `v${version}`,
    ttl: '3650 days',
  } as const;
  const environment =
    server === 'temporal-cli'
      ? await TestWorkflowEnvironment.createLocal({ server: { executable } })
      : await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
  await environment.teardown();
}

download().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
