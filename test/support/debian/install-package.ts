import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A program of a Debian package, installed when it is missing; where that may not be done the test
 * fails and says what to do: nothing is skipped.
 */
export function programOf(debianPackage: string, program: string): string {
  if (!existsSync(program)) install(debianPackage, program);
  return program;
}

const lock = join(tmpdir(), 'tidegate-install.lock');

function install(debianPackage: string, program: string): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(
      `There is no ${program}. Install Debian's package "${debianPackage}" ` +
        `(sudo apt-get install ${debianPackage}), and run the test again.`,
    );
  }
  // The machine's own services are not started: RUNLEVEL says that none shall be.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const orders = [['update'], ['install', '-y', '--no-install-recommends', debianPackage]];
  for (const order of orders) {
    // Two suites may want something at once, and Debian's tools do not wait for each other.
    const parameters = [lock, 'apt-get', '-qq', ...order];
    execFileSync('flock', parameters, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}
