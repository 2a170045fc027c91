import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether one of these processes itself accepts connections on that TCP port, as the operating
 * system tells it. Whoever answers there otherwise is somebody else.
 */
export function listensOn(pids: readonly number[], port: number): boolean {
  if (pids.length === 0) return false;
  return process.platform === 'linux' ? listensByProc(pids, port) : listensByLsof(pids, port);
}

function listensByProc(pids: readonly number[], port: number): boolean {
  const sockets = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listening(table, port)),
  );
  return pids.some((pid) => socketsOf(pid).some((socket) => sockets.has(socket)));
}

const LISTENS = '0A';

/** Sockets of a table of proc(5) that listen on the port, as the links of a process name them. */
function listening(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return linesOf(table)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === LISTENS && local?.split(':')[1] === wanted)
    .map((fields) => `socket:[${fields[9]}]`);
}

/** Empty where a machine has no such table, as one without IPv6. */
function linesOf(table: string): string[] {
  try {
    return readFileSync(table, 'utf8').split('\n').slice(1);
  } catch {
    return [];
  }
}

/** What a process has open; nothing when it has ended. */
function socketsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).flatMap((name) => linkOf(join(folder, name)));
  } catch {
    return [];
  }
}

/** A file may be closed between two looks. */
function linkOf(path: string): string[] {
  try {
    return [readlinkSync(path)];
  } catch {
    return [];
  }
}

function listensByLsof(pids: readonly number[], port: number): boolean {
  const question = ['-nP', '-a', '-p', pids.join(), `-iTCP:${port}`, '-sTCP:LISTEN', '-t'];
  try {
    return execFileSync('lsof', question, { encoding: 'utf8' }).trim() !== '';
  } catch {
    // It answers "none" by its exit code.
    return false;
  }
}
