import { readFile } from 'node:fs/promises';

/** What the kernel says of a process: `VmRSS`, `Threads`, `State` and more, as it writes them. */
export type ProcessMetrics = {
  readonly pid: number;
  /** Null when it has ended, or where there is no /proc. */
  readonly status: Readonly<Record<string, string>> | null;
};

const wanted = new Set(['State', 'Threads', 'VmPeak', 'VmSize', 'VmHWM', 'VmRSS', 'FDSize']);

/** Metrics of every process that the state of a place names. */
export function readProcesses(states: readonly unknown[]): Promise<readonly ProcessMetrics[]> {
  const pids = [...new Set(states.flatMap(pidsIn))];
  return Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => null);
      return { pid, status: text === null ? null : parse(text) };
    }),
  );
}

function pidsIn(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(pidsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'pid' && typeof inner === 'number' ? [inner] : pidsIn(inner),
  );
}

function parse(text: string): Readonly<Record<string, string>> {
  const pairs = text.split('\n').map((line) => {
    const [name = '', ...rest] = line.split(':');
    return [name, rest.join(':').trim()] as const;
  });
  return Object.fromEntries(pairs.filter(([name]) => wanted.has(name)));
}
