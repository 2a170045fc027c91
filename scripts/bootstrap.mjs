// The way into Tidegate on a machine that has nothing but Node 20 and npm:
//   node scripts/bootstrap.mjs <file.ts> [args…]
//   node scripts/bootstrap.mjs --bin <name> [args…]
// makes sure of Node 24 and of the dependencies, and then runs the file (or the program of an
// installed package) with Node 24. Uses Node's own modules alone, as nothing else is there yet.

import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { ensureNode } from './ensure-node.mjs';
import { runInForeground } from './run-in-foreground.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const usage = 'Usage: node scripts/bootstrap.mjs (<file.ts> | --bin <name>) [args…]';

function say(line) {
  // Progress goes to stderr: what the target prints on stdout stays readable for programs.
  process.stderr.write(`tidegate: ${line}\n`);
}

function findTarget([first, ...rest]) {
  if (first === undefined) throw new Error(usage);
  if (first !== '--bin') return { file: resolve(root, first), args: rest };
  const [name, ...args] = rest;
  if (name === undefined) throw new Error(usage);
  const link = join(root, 'node_modules', '.bin', name);
  return { file: existsSync(link) ? realpathSync(link) : link, args };
}

async function main() {
  const node = await ensureNode(say);
  const path = [dirname(node), process.env.PATH].filter(Boolean).join(delimiter);
  const env = { ...process.env, PATH: path };
  await ensureDependencies(root, env, say);
  const { file, args } = findTarget(process.argv.slice(2));
  if (!existsSync(file)) throw new Error(`There is no ${file}. ${usage}`);
  await runInForeground(node, [file, ...args], { cwd: root, env });
}

main().catch((error) => {
  say(error.message);
  process.exitCode = 1;
});
