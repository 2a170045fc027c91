import { Client, Connection } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import {
  DefaultLogger,
  makeTelemetryFilterString,
  NativeConnection,
  Runtime,
} from '@temporalio/worker';
import { searchAttributes } from '../../../embedded/toolchain/search-attributes.ts';
import { findTimeSkippingServer } from '../../../embedded/toolchain/time-skipping-server.ts';

/** The Temporal dev server that all tests of a run share. */
export interface TestTemporal {
  readonly address: string;
  readonly client: Client;
  /** For Workers. */
  readonly nativeConnection: NativeConnection;
  /** Closes both connections; to be called after every Worker's `run()` has been awaited. */
  close(): Promise<void>;
}

// The enum value of the type Keyword in Temporal's API.
const keyword = 2;

let quiet = false;

/** The SDK's log, errors alone; to be set once, before anything uses the SDK. */
export function quietLog(): void {
  if (quiet) return;
  quiet = true;
  const filter = makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' });
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter } },
  });
}

/** Connects to the shared dev server. Tests share its namespace: use task queues of your own. */
export async function connectTestTemporal(): Promise<TestTemporal> {
  const address = process.env.TIDEGATE_TEST_TEMPORAL_ADDRESS;
  if (!address) {
    throw new Error(
      'TIDEGATE_TEST_TEMPORAL_ADDRESS is not set. The jest project "stack" starts Temporal: the ' +
        'test must lie in one of its folders (see jest.config.js).',
    );
  }
  quietLog();
  const connection = await Connection.connect({ address });
  const nativeConnection = await NativeConnection.connect({ address });
  return {
    address,
    client: new Client({ connection }),
    nativeConnection,
    close: async () => {
      await connection.close();
      await nativeConnection.close();
    },
  };
}

/**
 * Starts a time-skipping server of one's own, with Tidegate's search attributes. To be ended with
 * `teardown()`, after every Worker's `run()` has been awaited.
 */
export async function createTimeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  quietLog();
  const path = await findTimeSkippingServer((line) => process.stderr.write(`${line}\n`));
  const create = (): Promise<TestWorkflowEnvironment> =>
    TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
  // The SDK waits five seconds for the server, which a busy machine may exceed once.
  const environment = await create().catch(create);
  await environment.connection.operatorService.addSearchAttributes({
    namespace: environment.namespace ?? 'default',
    searchAttributes: Object.fromEntries(searchAttributes.map((name) => [name, keyword])),
  });
  return environment;
}
