import { join } from 'node:path';
import { quietEnvironment, shopCatalog, shopPolicy, type WrittenDocument } from './documents.ts';
import type { Journey } from './journey.ts';

type Part = Record<string, unknown>;

function changed(document: WrittenDocument, change: (spec: Part) => Part): WrittenDocument {
  const value = JSON.parse(document.text) as { spec: Part };
  return { ...document, text: JSON.stringify({ ...value, spec: change(value.spec) }) };
}

const reviewed = (group: string) => ({ group, deadline: '24h' });
const reviews = { peer: reviewed('operations'), cab: { ...reviewed('cab'), count: 2 } };
const changeModels = [{ name: 'price-list', services: ['prices'], maximumType: 'patch' }];
const risk = { reviews, changeModels };

/** The policy that weighs, with `standard` for what goes by itself. */
export function weighing(name: string, rules: Part = {}): WrittenDocument {
  const policy = shopPolicy(name, { lab: quietEnvironment() });
  return changed(policy, ({ classes }) => {
    const { normal } = classes as { normal: Part };
    const deviations = { lowering: { grantedBy: 'management', longest: '4h' } };
    return {
      classes: { standard: normal, normal: { ...normal, deviations } },
      risk: { ...risk, ...rules },
    };
  });
}

const known: Record<string, Part> = {
  schema: { criticality: 'high', dataClasses: ['internal'], content: 'schema' },
  prices: { criticality: 'low', dataClasses: ['public'] },
  shop: { criticality: 'high', dataClasses: ['personal', 'payment'] },
};

/** The shop's catalog in which every service says what depends on it, and what data it handles. */
export function classified(
  { repository, stateFolder }: Pick<Journey, 'repository' | 'stateFolder'>,
  facts: Record<string, Part> = known,
): WrittenDocument {
  const folders = { repository: repository.path, tool: join(stateFolder, 'tool') };
  return changed(shopCatalog(folders), ({ services, ...rest }) => ({
    ...rest,
    services: (services as { name: string }[]).map((each) => ({ ...each, ...facts[each.name] })),
  }));
}
