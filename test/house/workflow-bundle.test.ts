import { join, relative } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { workflowCode } from '../../workers/workflow-code.ts';

const root = join(__dirname, '../..');

/**
 * What one cached workflow may keep in memory as code. Raise it when the product has really grown,
 * to what it is then and 15 %; a library that slipped in shows as a jump.
 */
const ceilingKb = 1_620;

/**
 * What Temporal itself brings into the sandbox, and what digests are made with: both small and
 * pure. Anything else is heavy or impure.
 */
const packages = [
  '@noble/hashes',
  '@temporalio/common',
  '@temporalio/workflow',
  'canonicalize',
  'long',
  'nexus-rpc',
];

const isLibrary = (path: string) => path.includes('node_modules/');

type Bundle = { readonly sizeKb: number; readonly sources: readonly string[] };

let bundle: Bundle;

/** Bundles as a worker does. Rejects when anything in it needs a Node built-in. */
async function bundleWorkflows(): Promise<Bundle> {
  const { code } = await bundleWorkflowCode({
    ...workflowCode,
    logger: new DefaultLogger('ERROR'),
  });
  const [script = '', map = ''] = code.split(/^\/\/# sourceMappingURL=data:.*?base64,/m);
  const { sources } = JSON.parse(Buffer.from(map, 'base64').toString()) as { sources: string[] };
  return {
    sizeKb: Math.round(Buffer.byteLength(script) / 1024),
    sources: sources.filter((source) => source.startsWith('/')).map((path) => relative(root, path)),
  };
}

beforeAll(async () => {
  bundle = await bundleWorkflows();
}, 120_000);

test('the sandbox holds the workflows, and the domain that they decide with', () => {
  expect(bundle.sources).toContain('workflows/release.workflow.ts');
  expect(bundle.sources).toContain('domain/release/apply-fact.ts');
});

test('the sandbox holds nothing of the project but workflows and domain', () => {
  const own = bundle.sources.filter((path) => !isLibrary(path));
  expect(own.filter((path) => !/^(workflows|domain)\//.test(path))).toEqual([]);
});

test('the sandbox holds no library but those of Temporal and of digests', () => {
  const strangers = bundle.sources
    .filter(isLibrary)
    .filter((path) => !packages.some((name) => path.includes(`node_modules/${name}/`)));
  expect(strangers).toEqual([]);
});

test(`the sandbox takes less than ${ceilingKb} KB`, () => {
  expect(bundle.sizeKb).toBeLessThan(ceilingKb);
});
