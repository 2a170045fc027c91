import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { searchAttributes } from '../../../embedded/toolchain/search-attributes.ts';

/**
 * A namespace of one's own on the shared Temporal server: the queues of the contract are free in
 * it.
 */
export type TestNamespace = {
  readonly namespace: string;
  readonly client: Client;
  /** For Workers. */
  readonly nativeConnection: NativeConnection;
  close(): Promise<void>;
};

// The enum value of the type Keyword in Temporal's API.
const keyword = 2;

let quiet = false;

/** The SDK's log at the level of errors; it can be set once, before anything else uses the SDK. */
function quietLog(): void {
  if (quiet) return;
  quiet = true;
  Runtime.install({ logger: new DefaultLogger('ERROR') });
}

/** Makes a namespace with Tidegate's search attributes, and waits until the server serves it. */
export async function createTestNamespace(): Promise<TestNamespace> {
  const address = process.env.TIDEGATE_TEST_TEMPORAL_ADDRESS;
  if (!address) throw new Error('The test must lie in a folder of the jest project "stack".');
  const namespace = `test-${randomUUID()}`;
  quietLog();
  const connection = await Connection.connect({ address });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  await eventually(() =>
    connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(searchAttributes.map((name) => [name, keyword])),
    }),
  );
  const nativeConnection = await NativeConnection.connect({ address });
  return {
    namespace,
    client: new Client({ connection, namespace }),
    nativeConnection,
    async close() {
      await nativeConnection.close();
      await connection.close();
    },
  };
}

/** The server learns of a new namespace within seconds. */
async function eventually(call: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      await call();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}
