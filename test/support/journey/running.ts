import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A deployed process as /proc shows it. */
export type Running = {
  readonly pid: number;
  readonly cwd: string;
  readonly version: string;
  readonly digest: string;
};

/**
 * Every deployed process that works below a folder, straight from /proc, whatever Tidegate has
 * noted.
 */
export function runningBelow(folder: string): readonly Running[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => look(Number(entry)) ?? [])
    .filter(({ cwd, version }) => cwd.startsWith(folder) && version !== '');
}

function look(pid: number): Running | null {
  try {
    const cwd = readlinkSync(`/proc/${pid}/cwd`);
    const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    const variable = (name: string) =>
      variables.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
    return {
      pid,
      cwd,
      version: variable('TIDEGATE_VERSION'),
      digest: variable('TIDEGATE_ARTIFACT_DIGEST'),
    };
  } catch {
    // It has ended, or belongs to somebody else.
    return null;
  }
}
