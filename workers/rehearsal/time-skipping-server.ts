import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { InternalConnectionOptionsSymbol } from '@temporalio/client/lib/connection.js';
import { msNumberToTs, tsToMs } from '@temporalio/common/lib/time.js';
import { NativeConnection } from '@temporalio/worker';
import { findFreePort } from '../telemetry/free-port.ts';

/** A Temporal server of one's own, whose time passes only while it is asked to. */
export type TimeSkippingServer = {
  readonly pid: number;
  readonly connection: Connection;
  readonly nativeConnection: NativeConnection;
  /** The server's time. */
  now(): Promise<Date>;
  /** Lets that much time pass, at once where nothing happens in it. */
  skip(ms: number): Promise<void>;
  /** Rejects when the process ends before it was told to. */
  readonly broken: Promise<never>;
  /** Lets `stop` leave the client's connection open, for calls that do not end. */
  leaveOpen(): void;
  /** Ends the process, and resolves when it has ended. */
  stop(): Promise<void>;
};

const startWithinMs = 60_000;
const connectStepMs = 100;
const longestCallMs = 10 * 60_000;

/**
 * The server is the child of a shell that ends it as soon as its own standard input closes. That
 * happens when we close it, and also when this process is killed: no server outlives its rehearsal.
 */
const script =
  'exec 3<&0; "$0" "$@" < /dev/null & server=$!; ' +
  '{ cat <&3 > /dev/null; kill -9 "$server" 2> /dev/null; } & wait "$server"';

/** Starts a server on a free loopback port. Throws when it does not answer in time. */
export async function startTimeSkippingServer(executable: string): Promise<TimeSkippingServer> {
  // Somebody else may take it meanwhile: then the server ends at once, and the step is tried again.
  const port = await findFreePort();
  const child = spawn('sh', ['-c', script, executable, String(port)], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(child, 'exit');
  const stopProcess = async () => {
    child.stdin.end();
    await ended;
  };
  try {
    const address = `127.0.0.1:${port}`;
    const connection = await connect(address, child);
    const nativeConnection = await NativeConnection.connect({ address });
    let isLeftOpen = false;
    const broken = ended.then(() => {
      throw new Error('The time-skipping server ended in the middle of the rehearsal.');
    });
    broken.catch(() => undefined);
    return {
      pid: child.pid ?? 0,
      connection,
      nativeConnection,
      ...timeOf(connection),
      broken,
      leaveOpen() {
        isLeftOpen = true;
      },
      async stop() {
        await nativeConnection.close();
        if (!isLeftOpen) await connection.close();
        await stopProcess();
      },
    };
  } catch (error) {
    await stopProcess();
    throw error;
  }
}

async function connect(address: string, child: ChildProcess): Promise<Connection> {
  const deadline = Date.now() + startWithinMs;
  for (;;) {
    try {
      return await Connection.connect({
        address,
        connectTimeout: '1s',
        // The SDK's own way to the service that skips time; its test library uses the same.
        [InternalConnectionOptionsSymbol]: { supportsTestService: true },
      } as object);
    } catch (error) {
      if (child.exitCode !== null || Date.now() > deadline) throw error;
      await sleep(connectStepMs);
    }
  }
}

function timeOf(connection: Connection): Pick<TimeSkippingServer, 'now' | 'skip'> {
  const { testService } = connection;
  if (testService === undefined) throw new Error('The server offers no service that skips time.');
  return {
    now: async () => new Date(tsToMs((await testService.getCurrentTime({})).time)),
    async skip(ms) {
      await connection.withDeadline(Date.now() + longestCallMs, () =>
        testService.unlockTimeSkippingWithSleep({ duration: msNumberToTs(ms) }),
      );
    },
  };
}
