import { spawn } from 'node:child_process';

/**
 * The program that stands between a worker and a command, and leads their process group. It does
 * two things that the worker cannot do itself: it ends the group when the worker dies, so that no
 * forgotten build writes into a checkout that the next attempt uses; and it ends what a command
 * leaves running while the group's number still certainly means this group.
 *
 * Arguments: the command. It tells its parent what became of it as a `CommandEnd`.
 */
export type CommandEnd =
  | { readonly started: false; readonly code: string }
  | { readonly started: true; readonly exitCode: number | null; readonly signal: string | null };

const [program = '', ...parameters] = process.argv.slice(2);

process.on('disconnect', endGroup);
// A request to end goes to the whole group. The command obeys it or not, and this stays to report.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => undefined);

// Both outputs go into one pipe, so that their lines keep the order in which they were written.
const command = spawn(program, parameters, { stdio: ['ignore', 1, 1] });
command.once('error', (error) => {
  report({ started: false, code: 'code' in error ? String(error.code) : error.message });
});
command.once('exit', (exitCode, signal) => report({ started: true, exitCode, signal }));

function report(end: CommandEnd): void {
  if (process.connected) process.send?.(end, endGroup);
  else endGroup();
}

function endGroup(): void {
  process.kill(-process.pid, 'SIGKILL');
}
