import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, installOnce } from './install-once.cjs';
import { runNpm } from './run-npm.mjs';

const major = 24;

/**
 * The path of a Node of version 24 or later: the running one, or else Node 24 from npm's package
 * `node`, kept in the cache folder for all clones.
 */
export async function ensureNode(say) {
  if (Number.parseInt(process.versions.node, 10) >= major) return process.execPath;
  const target = join(cacheFolder(), `node${major}`);
  const found = findNode(target);
  if (found !== undefined) return found;
  if (existsSync(target)) {
    say(`The Node ${major} in ${target} does not run; it is put aside and fetched anew.`);
    renameSync(target, `${target}.broken-${Date.now()}`);
  }
  await installOnce({
    target,
    what: `Fetching Node ${major} from npm (this is Node ${process.versions.node})`,
    say,
    install,
  });
  const installed = findNode(target);
  if (installed !== undefined) return installed;
  throw new Error(notInstalled(target));
}

async function install(folder) {
  // The package's install script picks the build for this platform, so it has to be allowed.
  const manifest = {
    private: true,
    dependencies: { node: String(major) },
    allowScripts: { node: true },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  await runNpm(['install', '--no-audit', '--no-fund'], { cwd: folder, env: process.env });
  if (findNode(folder) === undefined) throw new Error(notInstalled(folder));
  return folder;
}

function notInstalled(folder) {
  return (
    `npm's package node@${major} brought no Node that runs here (${process.platform} ` +
    `${process.arch}, looked in ${folder}). Install Node ${major} yourself and start again.`
  );
}

function findNode(folder) {
  return candidates(folder).find(isRightNode);
}

// Where the binary lies depends on the platform and on whether npm ran the install script.
function candidates(folder) {
  const modules = join(folder, 'node_modules');
  const nested = join(modules, 'node', 'node_modules');
  const platformPackages = [modules, nested].flatMap((parent) =>
    existsSync(parent)
      ? readdirSync(parent)
          .filter((name) => name.startsWith('node-'))
          .map((name) => join(parent, name, 'bin', 'node'))
      : [],
  );
  return [join(modules, 'node', 'bin', 'node'), ...platformPackages];
}

function isRightNode(path) {
  if (!existsSync(path)) return false;
  try {
    const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return execFileSync(path, ['--version'], options).startsWith(`v${major}.`);
  } catch {
    return false;
  }
}
