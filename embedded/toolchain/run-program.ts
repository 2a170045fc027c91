import { spawn } from 'node:child_process';

/**
 * Runs a program to its end and keeps its output to itself.
 *
 * @throws with the end of the output when it cannot be run or its exit code is not zero.
 */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-4000);
      });
    }
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) return resolve();
      const end = output.trim().split('\n').slice(-15).join('\n');
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      reject(new Error(`"${program} ${args.join(' ')}" ended with ${how}:\n${end}`));
    });
  });
}
