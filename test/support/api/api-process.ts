import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));
const patienceMs = 30_000;

/** The API as a process of its own, as an operator starts it. */
export type ApiProcess = {
  readonly address: string;
  readonly output: () => string;
  /** Sends the signal, and resolves to the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
};

/**
 * Starts it with these variables and nothing of the test's own. Throws with its output when it ends
 * early.
 */
export async function startApiProcess(
  variables: Readonly<Record<string, string>>,
): Promise<ApiProcess> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'api/main.ts'], {
    cwd: projectRoot,
    env: { PATH: process.env.PATH ?? '', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const address = await addressOf(child, () => output);
  return {
    address,
    output: () => output,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null) return child.exitCode;
      child.kill(signal);
      await once(child, 'exit');
      return child.exitCode;
    },
  };
}

/** Runs it until it ends by itself. */
export async function runApiProcess(variables: Readonly<Record<string, string>>): Promise<string> {
  try {
    const api = await startApiProcess(variables);
    await api.stop();
    return 'It started.';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function addressOf(child: ChildProcess, output: () => string): Promise<string> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const address = /"address":"([^"]+)"/.exec(output())?.[1];
    if (address !== undefined) return address;
    if (child.exitCode !== null) throw new Error(output());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error(`The API did not start in time.\n${output()}`);
}
