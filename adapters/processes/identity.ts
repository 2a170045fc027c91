import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * One process for all time: process ids are used again, so a number alone may mean another process
 * later. `started` is opaque and differs for each process that ever had the number.
 */
export type ProcessIdentity = { readonly pid: number; readonly started: string };

/** A running process, and the process group that it and its own children are in. */
export type FoundProcess = ProcessIdentity & { readonly group: number };

/** The running process of that number, or null when there is none. A zombie does not run. */
export function identify(pid: number): FoundProcess | null {
  return process.platform === 'linux' ? identifyByProc(pid) : identifyByPs(pid);
}

/** Whether exactly this process still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.started === identity.started;
}

/**
 * All running processes that carry `name=value` in their environment, as their descendants do. This
 * finds what was started just before a crash, when nobody could write its number down.
 */
export function findByEnvironment(name: string, value: string): readonly FoundProcess[] {
  const marker = `${name}=${value}`;
  const pids = process.platform === 'linux' ? pidsByProc(marker) : pidsByPs(marker);
  return pids.map(identify).filter((found) => found !== null);
}

function identifyByProc(pid: number): FoundProcess | null {
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The second field is the program's name in parentheses and may hold anything; see proc(5).
  const [state, , group, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTicks = rest[16];
  if (state === 'Z' || state === 'X' || startTicks === undefined) return null;
  return { pid, started: `${bootId()}:${startTicks}`, group: Number(group) };
}

/** Ticks count from the start of the machine, so they say nothing without saying which start. */
function bootId(): string {
  return readProc('/proc/sys/kernel/random/boot_id')?.trim() ?? 'unknown-boot';
}

function pidsByProc(marker: string): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => readProc(`/proc/${pid}/environ`)?.split('\0').includes(marker) ?? false)
    .map(Number);
}

/** Null when the process has gone, or belongs to somebody else. */
function readProc(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function identifyByPs(pid: number): FoundProcess | null {
  const line = ps(['-o', 'stat=,pgid=,lstart=', '-p', String(pid)]).trim();
  const [state, group, ...started] = line.split(/\s+/);
  if (state === undefined || state === '' || state.startsWith('Z')) return null;
  return { pid, started: started.join(' '), group: Number(group) };
}

function pidsByPs(marker: string): number[] {
  return ps(['-axEww', '-o', 'pid=,command='])
    .split('\n')
    .filter((line) => line.split(/\s+/).includes(marker))
    .map((line) => Number.parseInt(line, 10));
}

function ps(parameters: readonly string[]): string {
  try {
    return execFileSync('ps', [...parameters], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch {
    return '';
  }
}
