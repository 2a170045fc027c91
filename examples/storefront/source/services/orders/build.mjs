import { build } from 'esbuild';

// pg is CommonJS and asks for Node's own modules by `require`, which an ES module has to make.
const banner =
  "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);";

await build({
  entryPoints: ['src/server.mjs'],
  outfile: 'dist/server.mjs',
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  banner: { js: banner },
});
