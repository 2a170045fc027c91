import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { identify, type ProcessIdentity } from '../../processes/identity.ts';
import { listensOn } from '../../processes/listens-on.ts';
import { hasCode } from '../../system-error.ts';
import { type NginxState, pidFile } from './state.ts';

/** The workers of an nginx: those that take requests, and those that only finish what they have. */
export type NginxWorkers = {
  readonly serving: readonly number[];
  readonly leaving: readonly number[];
};

/**
 * The master process of the nginx of that folder, or null. What the pid file names counts only when
 * it holds the port that nobody else was given.
 */
export async function findMaster(
  root: string,
  { statusPort }: Pick<NginxState, 'statusPort'>,
): Promise<ProcessIdentity | null> {
  const pid = Number.parseInt(await readPid(root), 10);
  if (Number.isNaN(pid) || !listensOn([pid], statusPort)) return null;
  return identify(pid);
}

/** The workers as their titles tell them apart. */
export function workersOf(master: number): NginxWorkers {
  const children = process.platform === 'linux' ? byProc(master) : byPs(master);
  const workers = children.filter(({ title }) => title.startsWith('nginx: worker process'));
  const isLeaving = ({ title }: Child) => title.includes('is shutting down');
  const numbers = (some: readonly Child[]) => some.map(({ pid }) => pid);
  return {
    serving: numbers(workers.filter((child) => !isLeaving(child))),
    leaving: numbers(workers.filter(isLeaving)),
  };
}

type Child = { readonly pid: number; readonly title: string };

async function readPid(root: string): Promise<string> {
  try {
    return await readFile(pidFile(root), 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  }
}

/** A master of nginx has one thread, so these are all of its children; see proc(5). */
function byProc(master: number): readonly Child[] {
  return readProc(`/proc/${master}/task/${master}/children`)
    .split(' ')
    .filter(Boolean)
    .map((pid) => ({ pid: Number(pid), title: readProc(`/proc/${pid}/cmdline`) }));
}

/** Empty when the process has gone. */
function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

function byPs(master: number): readonly Child[] {
  return execFileSync('ps', ['-axww', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent]) => Number(parent) === master)
    .map(([pid, , ...title]) => ({ pid: Number(pid), title: title.join(' ') }));
}
