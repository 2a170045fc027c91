import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { findFreePort } from '../../adapters/processes/free-port.ts';
import { identify } from '../../adapters/processes/identity.ts';
import { searchAttributes } from '../../embedded/toolchain/search-attributes.ts';
import {
  type StartedTemporal,
  startTemporal,
  type TemporalOptions,
} from '../../embedded/toolchain/start-temporal.ts';
import { makeTestFolder, type TestFolder } from '../support/stack/test-folder.ts';
import { projectFile, startNode } from './probe/run-node.ts';

const releaseKey = defineSearchAttributeKey('TidegateRelease', 'KEYWORD');
const started: StartedTemporal[] = [];
const folders: TestFolder[] = [];

function makeFolder(): string {
  const folder = makeTestFolder();
  folders.push(folder);
  return folder.path;
}

async function start(
  folder: string,
  more: Partial<TemporalOptions> = {},
): Promise<StartedTemporal> {
  const server = await startTemporal({
    stateFile: join(folder, 'temporal.db'),
    logFile: join(folder, 'temporal.log'),
    uiPort: null,
    searchAttributes,
    ...more,
  });
  started.push(server);
  return server;
}

async function withClient<T>(address: string, use: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await use(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) folder.remove();
});

describe('the embedded Temporal server', () => {
  test('keeps workflows and search attributes over stop and start', async () => {
    const folder = makeFolder();
    const first = await start(folder);
    const workflowId = randomUUID();
    await withClient(first.address, (client) =>
      client.workflow.start('tide', {
        workflowId,
        taskQueue: 'nobody',
        typedSearchAttributes: [{ key: releaseKey, value: 'spring' }],
      }),
    );
    await first.stop();
    expect(identify(first.pid)).toBeNull();
    const second = await start(folder);
    const found = await withClient(second.address, (client) =>
      client.workflow.getHandle(workflowId).describe(),
    );
    expect(found.status.name).toBe('RUNNING');
    expect(found.typedSearchAttributes.get(releaseKey)).toBe('spring');
  });

  test('listens where it is told, with its page for people', async () => {
    const [port, uiPort] = [await findFreePort(), await findFreePort()];
    const server = await start(makeFolder(), { port, uiPort, namespace: 'harbour' });
    expect(server.address).toBe(`127.0.0.1:${port}`);
    expect(server.uiAddress).toBe(`http://127.0.0.1:${uiPort}`);
    expect((await fetch(`http://127.0.0.1:${uiPort}`)).status).toBe(200);
    const namespace = await withClient(server.address, (client) =>
      client.workflowService.describeNamespace({ namespace: 'harbour' }),
    );
    expect(namespace.namespaceInfo?.name).toBe('harbour');
  });

  test('refuses a state file that a living process uses', async () => {
    const folder = makeFolder();
    await start(folder);
    await expect(start(folder)).rejects.toThrow(`process ${process.pid} started the server`);
  });

  test('takes over when its starter was killed and left the server running', async () => {
    const folder = makeFolder();
    const probe = projectFile('test/embedded/probe/hold-server.ts');
    const holder = startNode([probe, 'temporal', folder], process.env);
    const orphan = Number(/pid=(\d+);/.exec(await holder.printed(';'))?.[1]);
    process.kill(holder.pid, 'SIGKILL');
    await holder.outcome;
    expect(identify(orphan)).not.toBeNull();
    await start(folder);
    expect(identify(orphan)).toBeNull();
  });

  test('refuses a port on which somebody else listens', async () => {
    const port = Number(process.env.TIDEGATE_TEST_TEMPORAL_ADDRESS?.split(':')[1]);
    await expect(start(makeFolder(), { port })).rejects.toThrow('already in use');
  });

  test('shows the end of the log when it does not come up', async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'temporal.db'), 'This is no database.\n'.repeat(100));
    await expect(start(folder)).rejects.toThrow(/ended at once .*not a database/s);
  });
});
