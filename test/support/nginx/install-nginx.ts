import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const program = '/usr/sbin/nginx';

/**
 * A real nginx. Debian's is installed when it is missing; where that may not be done the test fails
 * and says what to do: nothing is skipped. Returns the program.
 */
export function installNginx(): string {
  if (!existsSync(program)) install();
  return program;
}

function install(): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(
      `There is no nginx at ${program}. Install Debian's package "nginx-light" ` +
        '(sudo apt-get install nginx-light), and run the test again.',
    );
  }
  // The machine's own nginx is not started: RUNLEVEL says that no services shall be.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  for (const order of [['update'], ['install', '-y', '--no-install-recommends', 'nginx-light']]) {
    execFileSync('apt-get', ['-qq', ...order], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}
