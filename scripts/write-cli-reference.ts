// npm run cli-reference: docs/reference/cli.md, made of the help of the command line itself.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../docs/reference/cli.md', import.meta.url));
const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url));

mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, execFileSync(process.execPath, [main, 'reference'], { encoding: 'utf8' }));
