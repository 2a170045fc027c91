import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const program = '/usr/bin/chromium';

/**
 * A real browser without a window. Debian's Chromium is installed when it is missing; where that
 * may not be done the test fails and says what to do: nothing is skipped.
 */
export function openBrowser(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  if (!existsSync(program)) installChromium(isRoot);
  // Chromium's own sandbox refuses to work for root.
  return chromium.launch({ executablePath: program, args: isRoot ? ['--no-sandbox'] : [] });
}

function installChromium(isRoot: boolean): void {
  if (!isRoot || !existsSync('/usr/bin/apt-get')) {
    throw new Error(
      `There is no browser at ${program}. Install Debian's package "chromium" ` +
        '(sudo apt-get install chromium), and run the test again.',
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const order of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    execFileSync('apt-get', ['-qq', ...order], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}
