import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { doOnce } from './install-once.cjs';
import { runNpm } from './run-npm.mjs';

/**
 * Installs the dependencies of package-lock.json unless node_modules holds just these. After an
 * installation a stamp with the lock file's digest makes the next start quick.
 */
export async function ensureDependencies(root, env, say) {
  const wanted = digestOf(root);
  const stamp = join(root, 'node_modules', '.tidegate-installed');
  await doOnce({
    lock: join(root, '.tidegate', 'install.lock'),
    isDone: () => isInstalled(root, stamp, wanted),
    what: 'Installing the dependencies with npm ci',
    say,
    work: async () => {
      await runNpm(['ci', '--no-audit', '--no-fund'], { cwd: root, env });
      mkdirSync(dirname(stamp), { recursive: true });
      writeFileSync(stamp, wanted);
    },
  });
}

function digestOf(root) {
  const { allowScripts } = readJson(join(root, 'package.json'));
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(JSON.stringify(allowScripts ?? {}))
    .digest('hex');
}

function isInstalled(root, stamp, wanted) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true;
  if (!isInstalledByHand(root)) return false;
  writeFileSync(stamp, wanted);
  return true;
}

// npm keeps its own record of what it has installed. When that agrees with the lock file, somebody
// ran "npm install", and doing it again would pull node_modules from under running processes.
function isInstalledByHand(root) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = readJson(record).packages;
  const locked = Object.entries(readJson(join(root, 'package-lock.json')).packages);
  const names = new Set(locked.map(([name]) => name));
  return (
    locked.every(([name, { version, optional }]) =>
      name in installed ? installed[name].version === version : name === '' || optional === true,
    ) && Object.keys(installed).every((name) => names.has(name))
  );
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
