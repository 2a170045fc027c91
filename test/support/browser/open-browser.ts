import { type Browser, chromium } from 'playwright-core';
import { programOf } from '../debian/install-package.ts';

/** A real browser without a window. */
export function openBrowser(): Promise<Browser> {
  const executablePath = programOf('chromium', '/usr/bin/chromium');
  // Chromium's own sandbox refuses to work for root.
  return chromium.launch({
    executablePath,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}
