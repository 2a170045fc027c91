// Builds by copying: what matters is that it happens in a clean checkout, and that it can refuse.
import { cpSync, mkdirSync, readFileSync } from 'node:fs';

const behaviour = JSON.parse(readFileSync('behaviour.json', 'utf8'));
if (behaviour.build === 'fails') {
  console.error('a module cannot be resolved');
  process.exit(1);
}
mkdirSync('dist', { recursive: true });
for (const file of ['server.mjs', 'behaviour.json']) cpSync(file, `dist/${file}`);
