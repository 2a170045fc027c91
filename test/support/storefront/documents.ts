import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { quietEnvironment, shopPolicy } from '../journey/documents.ts';

type Part = Readonly<Record<string, unknown>>;
type Written<Spec> = { readonly metadata: { readonly name: string }; readonly spec: Spec };
type Service = {
  readonly build: { readonly steps: readonly { readonly name: string }[] };
  readonly deployments: { readonly production?: unknown };
};

export const exampleFolder = join(import.meta.dirname, '../../../examples/storefront');

const read = (file: string): unknown => parse(readFileSync(join(exampleFolder, file), 'utf8'));

/**
 * The example's own catalog, with `production` as its only environment. All components have the
 * same tools, which are installed once: `dependencies` is the folder with them.
 */
export function storefrontCatalog(dependencies: string): string {
  const catalog = read('catalog.yaml') as Written<{ readonly services: readonly Service[] }>;
  const link = 'require("node:fs").symlinkSync(process.argv[1], "node_modules")';
  const install = { name: 'install', command: ['node', '-e', link, dependencies] };
  const services = catalog.spec.services.map(({ build, deployments, ...service }) => ({
    ...service,
    build: { ...build, steps: [install, ...build.steps.filter(({ name }) => name !== 'install')] },
    deployments: { production: deployments.production },
  }));
  const spec = { ...catalog.spec, environments: [{ name: 'production' }], services };
  // The aliases stood for what several services share, and are written out.
  return stringify({ ...catalog, spec }, { aliasDuplicateObjects: false });
}

/**
 * The example's own release of a version, as a normal one under a policy of the journey. The first
 * version is a standard one in the example and names no way back, so it gets that of the second;
 * what it says of its risk speaks of the example's policy.
 */
export function storefrontRelease(version: string, policy: string, name?: string): object {
  const release = read(`release-${version}.yaml`) as Written<Part>;
  const { rollback } = (read('release-2.0.0.yaml') as Written<Part>).spec;
  const metadata = { ...release.metadata, name: name ?? release.metadata.name };
  const { classification: _classification, delivery: _delivery, ...spec } = release.spec;
  return { ...release, metadata, spec: { rollback, ...spec, policy, class: 'normal' } };
}

const steps = [50, 100].map((weightPercent) => ({
  weightPercent,
  observe: '3s',
  patience: '60s',
}));
const canary = { steps, thresholds: { minimumRequests: 40, maximumLatencyRatio: 1000 } };
const page = { check: 'http', name: 'page-stands', component: 'web', path: '/', at: 'instances' };

/** What is done in hours in life, in seconds, and nobody is asked. */
export const storefrontPolicies = [
  shopPolicy('install', { production: quietEnvironment() }),
  shopPolicy('careful', {
    production: quietEnvironment({
      canary,
      validate: [page],
      stabilize: { duration: '60s', observeEvery: '250ms', minimumRequests: 20 },
    }),
  }),
];
