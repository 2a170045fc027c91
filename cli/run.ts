import { CommanderError } from 'commander';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { Failure, Refused } from './failures.ts';
import { createProgram } from './program.ts';
import type { Shell } from './shell.ts';
import { showFailure } from './show/problem.ts';

/** Runs a command line, and says with which code the program ends. Never throws. */
export async function run(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<ExitCode> {
  const { root, shell } = createProgram(env);
  try {
    await root.parseAsync(args, { from: 'user' });
    return shell.exitCode;
  } catch (error) {
    // Commander has told it already. It ends with 0 for help that was asked for.
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    }
    return tellFailure(error, shell);
  }
}

function tellFailure(error: unknown, { terminal }: Shell): ExitCode {
  if (!(error instanceof Failure)) {
    process.stderr.write(`tidegate: ${error instanceof Error ? error.stack : String(error)}\n`);
    return exitCodes.no;
  }
  const { name: kind, message, remedy, exitCode } = error;
  const document = error instanceof Refused ? error.problem : { kind, detail: message, remedy };
  const text = terminal.json ? JSON.stringify(document) : showFailure(error, terminal.paintNote);
  process.stderr.write(`${text}\n`);
  return exitCode;
}
