import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { endProcess } from './end-process.ts';
import { identify, isRunning, type ProcessIdentity } from './identity.ts';

/** Who has started a server over a folder of state, and the server itself. */
export interface ServerClaim {
  readonly owner: ProcessIdentity;
  readonly server: ProcessIdentity;
}

/** Notes in `claimFile` that this process runs the server with the id `serverPid`. */
export function writeClaim(claimFile: string, serverPid: number): ServerClaim | undefined {
  const owner = identify(process.pid);
  const server = identify(serverPid);
  if (owner === null || server === null) return undefined;
  const claim = { owner, server };
  writeFileSync(claimFile, JSON.stringify(claim), { mode: 0o600 });
  return claim;
}

/**
 * Makes sure that nobody uses the state behind `claimFile`. A server whose starter is gone (it was
 * killed) is ended; a server whose starter lives is left alone.
 *
 * @throws when another living process uses the state.
 */
export async function takeOver(
  claimFile: string,
  what: string,
  signals: readonly NodeJS.Signals[],
): Promise<void> {
  const claim = readClaim(claimFile);
  if (claim !== undefined && isRunning(claim.server)) {
    if (isRunning(claim.owner)) {
      throw new Error(
        `${what} is already in use: process ${claim.owner.pid} started the server with the ` +
          `process id ${claim.server.pid}. Stop that one first, or use another state folder.`,
      );
    }
    await endProcess(claim.server, signals, 10_000);
  }
  dropClaim(claimFile);
}

/** Removes the note; to be called after the server has ended. */
export function dropClaim(claimFile: string): void {
  rmSync(claimFile, { force: true });
}

/** The note in `claimFile`; undefined when there is none or it was cut off in writing. */
export function readClaim(claimFile: string): ServerClaim | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(claimFile, 'utf8'));
    return isClaim(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function isClaim(value: unknown): value is ServerClaim {
  return (
    typeof value === 'object' &&
    value !== null &&
    'owner' in value &&
    'server' in value &&
    isIdentity(value.owner) &&
    isIdentity(value.server)
  );
}

function isIdentity(value: unknown): value is ProcessIdentity {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    'started' in value &&
    typeof value.pid === 'number' &&
    typeof value.started === 'string'
  );
}
