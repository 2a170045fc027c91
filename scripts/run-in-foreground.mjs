import { spawn } from 'node:child_process';

/**
 * Runs a program with this process's terminal and ends as it ends: with its exit code, or by the
 * same signal. Signals that reach this process alone are passed on.
 */
export function runInForeground(program, args, options) {
  const child = spawn(program, args, { ...options, stdio: 'inherit' });
  const passOn = (signal) => {
    // Ctrl-C in a terminal has reached the child already; twice would look like impatience.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, passOn);
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => {
      reject(new Error(`${program} cannot be run: ${cause.message}`, { cause }));
    });
    child.once('exit', (code, signal) => {
      for (const each of signals) process.off(each, passOn);
      if (signal === null) process.exitCode = code;
      else process.kill(process.pid, signal);
      resolve();
    });
  });
}
