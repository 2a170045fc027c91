import { cp, rm } from 'node:fs/promises';
import { build } from 'esbuild';

// pg is CommonJS and asks for Node's own modules by `require`, which an ES module has to make.
const banner =
  "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);";

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: ['migrate.mjs'],
  outfile: 'dist/migrate.mjs',
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  banner: { js: banner },
});
await cp('migrations', 'dist/migrations', { recursive: true });
