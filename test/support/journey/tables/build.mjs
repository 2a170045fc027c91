import { cpSync, mkdirSync } from 'node:fs';

mkdirSync('dist', { recursive: true });
for (const file of ['tool.mjs', 'migrations']) cpSync(file, `dist/${file}`, { recursive: true });
