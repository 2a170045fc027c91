import { execFileSync } from 'node:child_process';

/** What a tool of this machine says, as an oracle that knows nothing of Tidegate. */
export function runTool(program: string, ...parameters: readonly string[]): string {
  return execFileSync(program, parameters, {
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC' },
  });
}
