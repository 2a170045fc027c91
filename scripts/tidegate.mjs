#!/usr/bin/env node
// The command line, on a machine that has nothing but Node 20 and npm: makes sure of Node 24 and of
// the dependencies, and runs cli/main.ts where the person stands, so that file names mean theirs.

import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { ensureNode } from './ensure-node.mjs';
import { cacheFolder } from './install-once.cjs';
import { runInForeground } from './run-in-foreground.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function say(line) {
  process.stderr.write(`tidegate: ${line}\n`);
}

// npm runs scripts in the project's folder, and tells where the person stood.
function whereThePersonStands() {
  const { npm_lifecycle_event: script, INIT_CWD: before } = process.env;
  return script === 'tidegate' && before !== undefined ? before : process.cwd();
}

async function main() {
  const node = await ensureNode(say);
  const path = [dirname(node), process.env.PATH].filter(Boolean).join(delimiter);
  // What Node has once compiled is kept, so that a command begins in a fifth of a second.
  const compiled = process.env.NODE_COMPILE_CACHE ?? join(cacheFolder(), 'compiled');
  const env = { ...process.env, PATH: path, NODE_COMPILE_CACHE: compiled };
  await ensureDependencies(root, env, say);
  const args = [join(root, 'cli', 'main.ts'), ...process.argv.slice(2)];
  await runInForeground(node, args, { cwd: whereThePersonStands(), env });
}

main().catch((error) => {
  say(error.message);
  process.exitCode = 1;
});
