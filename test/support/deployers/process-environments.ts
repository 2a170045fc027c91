import { readdirSync, readFileSync } from 'node:fs';

/** A running process as /proc shows it. */
export type SeenProcess = { readonly pid: number; readonly env: ReadonlyMap<string, string> };

/** Running processes that were given that variable, straight from /proc. */
export function processesWith(name: string, value: string): readonly SeenProcess[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((pid) => ({ pid: Number(pid), env: environmentOf(pid) }))
    .filter(({ env }) => env.get(name) === value);
}

function environmentOf(pid: string): ReadonlyMap<string, string> {
  try {
    const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return new Map(entries.map((entry) => split(entry)));
  } catch {
    return new Map();
  }
}

function split(entry: string): [string, string] {
  const at = entry.indexOf('=');
  return [entry.slice(0, at), entry.slice(at + 1)];
}
