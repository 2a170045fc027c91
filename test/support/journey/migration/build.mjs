import { cpSync, mkdirSync } from 'node:fs';

mkdirSync('dist', { recursive: true });
for (const file of ['tool.mjs', 'behaviour.json']) cpSync(file, `dist/${file}`);
