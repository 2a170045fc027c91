import { join } from 'node:path';
import { runTool } from '../support/files/run-tool.ts';
import { anApproval, quietEnvironment, shopPolicy } from '../support/journey/documents.ts';
import {
  exampleFolder,
  storefrontCatalog,
  storefrontPolicies,
} from '../support/storefront/documents.ts';
import { installDependencies } from '../support/storefront/install-dependencies.ts';
import type { City } from './city.ts';

const steps = [50, 100].map((weightPercent) => ({
  weightPercent,
  observe: '4s',
  patience: '90s',
}));
const canary = { steps, thresholds: { minimumRequests: 40, maximumLatencyRatio: 1000 } };

/** Asks the board, minds the calendar, and lets users come over in two steps. */
const governed = shopPolicy('governed', {
  production: quietEnvironment({
    approvals: [anApproval('cab')],
    window: true,
    canary,
    stabilize: { duration: '5s', observeEvery: '500ms', minimumRequests: 20 },
  }),
});

/** The shop's repository, catalog and rules. */
export async function foundShop(city: City): Promise<void> {
  const repository = join(city.stateFolder, 'storefront/repository');
  runTool(process.execPath, join(exampleFolder, 'create-repository.mjs'), repository);
  const dependencies = installDependencies(city.stateFolder, repository);
  const catalog = { name: 'catalog.yaml', text: storefrontCatalog(dependencies) };
  await city.apply(catalog, ...storefrontPolicies, governed);
}

type Entry = { readonly kind: 'allow' | 'freeze'; readonly start: string };

/** The calendar of production: open since long ago, and frozen since then when asked for. */
export async function openCalendar(city: City, isFrozen: boolean): Promise<void> {
  const start = '2025-01-01T00:00:00Z';
  const kinds: readonly Entry['kind'][] = isFrozen ? ['allow', 'freeze'] : ['allow'];
  const entries = kinds.map((kind) => ({
    id: kind,
    kind,
    title: kind === 'allow' ? 'Open' : 'Stocktaking',
    start,
    owner: 'release-managers',
  }));
  const document = {
    apiVersion: 'tidegate.dev/v1',
    kind: 'Calendar',
    metadata: { name: 'survive' },
    spec: { entries },
  };
  await city.apply({ name: 'calendar.yaml', text: JSON.stringify(document) });
}
