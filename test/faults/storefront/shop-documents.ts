import { join } from 'node:path';
import { parse } from 'yaml';
import {
  anApproval,
  quietEnvironment,
  shopPolicy,
  type WrittenDocument,
} from '../../support/journey/documents.ts';
import { storefrontCatalog, storefrontRelease } from '../../support/storefront/documents.ts';
import type { ShopShape } from './shop-scene.ts';

const recorder = join(import.meta.dirname, 'tool', 'record-start.mjs');

type Settings = Readonly<Record<string, unknown>> & {
  readonly env?: Readonly<Record<string, string>>;
};
type Deployment = { readonly settings: Settings };
type Service = {
  readonly name: string;
  readonly deployments: { readonly production: Deployment };
};
type Catalog = { readonly spec: { readonly services: readonly Service[] } };

/**
 * The example's own catalog with these environments, which have the settings of production. Every
 * program writes down that it was started. Gates are left out: nothing dies at them here, and they
 * would be run for each release.
 */
export function recordedCatalog(
  dependencies: string,
  environments: readonly string[],
  startsFile: string,
): WrittenDocument {
  const catalog = parse(storefrontCatalog(dependencies)) as Catalog;
  const services = catalog.spec.services.map(({ deployments, ...service }) => ({
    ...service,
    gates: [],
    deployments: Object.fromEntries(
      environments.map((environment) => {
        const env = {
          STARTS_FILE: startsFile,
          STARTED_IN: environment,
          STARTED_AS: service.name,
        };
        return [environment, recorded(deployments.production, env)];
      }),
    ),
  }));
  const named = environments.map((name) => ({ name }));
  const spec = { ...catalog.spec, environments: named, services };
  return { name: 'catalog.yaml', text: JSON.stringify({ ...catalog, spec }) };
}

function recorded(deployment: Deployment, env: Readonly<Record<string, string>>): Deployment {
  const { settings } = deployment;
  const changed = ['command', 'apply', 'undo'].flatMap((name) => {
    const command = settings[name];
    if (!Array.isArray(command)) return [];
    const [node, ...rest] = command as readonly string[];
    return [[name, [node, '--import', recorder, ...rest]] as const];
  });
  const its = { ...settings, ...Object.fromEntries(changed), env: { ...settings.env, ...env } };
  return { ...deployment, settings: its };
}

const page = { check: 'http', name: 'page-stands', component: 'web', path: '/', at: 'instances' };
const refusal = { check: 'command', name: 'refusal', command: ['false'], timeout: '10s' };

/** One policy for the first version, and one for each shape. */
export function shopPolicies(environments: readonly string[]): readonly WrittenDocument[] {
  const all = (part: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(environments.map((name) => [name, quietEnvironment(part)]));
  const approvals = [anApproval('cab')];
  return [
    shopPolicy('install', all({})),
    shopPolicy('asking', all({ approvals, validate: [page] })),
    shopPolicy('failing', all({ approvals, validate: [refusal] })),
  ];
}

/** The example's release of a version, into these environments. */
export function shopDocument(order: {
  readonly release: string;
  readonly version: string;
  readonly policy: ShopShape | 'install';
  readonly environments: readonly string[];
}): object {
  const { release, version, policy, environments } = order;
  const document = storefrontRelease(version, policy, release) as { readonly spec: object };
  return { ...document, spec: { ...document.spec, environments } };
}
