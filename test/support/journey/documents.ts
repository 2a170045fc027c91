import { componentNames } from './repository.ts';

type Part = Readonly<Record<string, unknown>>;

/** A file that is applied, as a person writes it. */
export type WrittenDocument = { readonly name: string; readonly text: string };

/** Who is in which group. `nora` is in none; `dana` has written every version. */
export const members: Readonly<Record<string, readonly string[]>> = {
  'release-managers': ['rita'],
  engineers: ['erin'],
  developers: ['dana'],
  operations: ['opal'],
  cab: ['cora', 'cliff', 'dana', 'erin'],
  testers: ['una'],
  management: ['mona'],
  auditors: ['audra'],
};

export const roleGroups = {
  engineer: ['engineers', 'release-managers'],
  admin: ['release-managers'],
  auditor: ['auditors'],
} as const;

function written(kind: string, name: string, spec: Part): WrittenDocument {
  const document = { apiVersion: 'tidegate.dev/v1', kind, metadata: { name }, spec };
  return { name: `${kind.toLowerCase()}-${name}.yaml`, text: JSON.stringify(document, null, 2) };
}

/**
 * The shop's catalog. `lab` stands alone; `production` comes after `staging`. `places` says more of
 * environments, and `shop` how the shop is deployed everywhere.
 */
export function shopCatalog(
  folders: { readonly repository: string; readonly tool: string },
  groups: Readonly<Record<string, readonly string[]>> = members,
  places: Readonly<Record<string, object>> = {},
  shop: Part = {},
): WrittenDocument {
  const people = [...new Set([...Object.values(members).flat(), 'nora'])];
  return written('Catalog', 'shop', {
    people: people.map((id) => ({ id, name: id, email: `${id}@shop.example` })),
    groups: Object.entries(groups).map(([id, inside]) => ({ id, members: inside })),
    environments: [
      { name: 'lab' },
      { name: 'staging' },
      { name: 'production', promotesFrom: 'staging', soak: '1s' },
    ].map((each) => ({ ...each, ...places[each.name] })),
    services: componentNames.map((name) => service(name, folders, name === 'shop' ? shop : {})),
  });
}

const dependencies = { schema: [], prices: ['schema'], shop: ['prices'] } as const;

function service(
  name: (typeof componentNames)[number],
  { repository, tool }: { readonly repository: string; readonly tool: string },
  parts: Part,
): Part {
  const deployment = name === 'schema' ? migrated(tool) : () => ({ ...served(), ...parts });
  return {
    name,
    owner: 'developers',
    dependsOn: dependencies[name],
    source: { repository, path: name },
    build: {
      requires: ['lock.json'],
      steps: [{ name: 'build', command: ['node', 'build.mjs'] }],
      output: 'dist',
    },
    gates: name === 'shop' ? [junit] : [],
    deployments: Object.fromEntries(
      ['lab', 'staging', 'production'].map((environment) => [environment, deployment(environment)]),
    ),
  };
}

const junit = {
  gate: 'junit',
  name: 'unit-tests',
  command: ['node', 'check.mjs'],
  report: 'reports/junit.xml',
};

const served = () => ({
  deployer: 'local-process',
  traffic: true,
  settings: { command: ['node', 'server.mjs'], startTimeoutMs: 5_000 },
});

const migrated = (tool: string) => (environment: string) => ({
  deployer: 'command',
  settings: {
    workingDirectory: 'artifact',
    env: { TOOL_FOLDER: `${tool}/${environment}` },
    observe: ['node', 'tool.mjs', 'status'],
    apply: ['node', 'tool.mjs', 'up', '{version}', '{digest}'],
    undo: ['node', 'tool.mjs', 'down', '{previous.version}', '{previous.digest}'],
    timeoutMs: 30_000,
  },
});

/** An environment in which nothing is asked and nothing is waited for, with these parts besides. */
export function quietEnvironment(parts: Part = {}): Part {
  return { responsible: 'operations', window: false, ...parts };
}

/** A policy for the class `normal`, unless others are named, whose review may take an hour. */
export function shopPolicy(
  name: string,
  environments: Readonly<Record<string, Part>>,
  review: Part = {},
  rules: Part = {},
  classes: readonly string[] = ['normal'],
): WrittenDocument {
  const handled = {
    responsible: 'engineers',
    environments,
    review: {
      owner: 'release-managers',
      escalateTo: 'management',
      reviewDue: '1h',
      runbookDue: '1h',
      ...review,
    },
    ...rules,
  };
  return written('Policy', name, {
    classes: Object.fromEntries(classes.map((each) => [each, handled])),
  });
}

export function shopCalendar(name: string, entries: readonly Part[]): WrittenDocument {
  return written('Calendar', name, { entries });
}

export function shopAudience(name: string, spec: Part): WrittenDocument {
  return written('Audience', name, spec);
}

/** Duties that keep nobody from anything. */
export const everybodyMay =
  '@id("others") @reason("Others may act.")\npermit (principal, action, resource);\n';

/** The one set of duties, as a block of text. Its changes are confirmed by the management. */
export function shopDuties(name: string, policies: string, also = ''): WrittenDocument {
  const indented = policies.trim().replaceAll(/^/gm, '    ');
  const head = `apiVersion: tidegate.dev/v1\nkind: Duties\nmetadata: { name: ${name} }\n`;
  const confirmation = `  confirmation: { by: management, also: [${also}] }\n`;
  return { name: 'duties.yaml', text: `${head}spec:\n${confirmation}  policies: |\n${indented}\n` };
}

export type ReleaseOrder = {
  readonly name: string;
  readonly policy: string;
  readonly version: string;
  readonly environments?: readonly string[];
  readonly components?: readonly string[];
};

/** How the shop is taken back. */
export const wayBack = {
  owner: 'opal',
  criteria: ['Orders fail.'],
  communication: ['operations'],
  timeToDecide: '30s',
  timeToRestore: '1m',
  runbook: ['Ask for the rollback, and look at the gateway.'],
};

/** A release document; of the shop alone in `lab` where nothing else is said. */
export function shopRelease(order: ReleaseOrder, spec: Part = {}): Part {
  const { name, policy, version, environments = ['lab'], components = ['shop'] } = order;
  return {
    apiVersion: 'tidegate.dev/v1',
    kind: 'Release',
    metadata: { name, title: `Release ${name}` },
    spec: {
      policy,
      accountable: 'rita',
      environments,
      components: components.map((each) => ({ service: each, version })),
      rollback: wayBack,
      ...spec,
    },
  };
}

/** An approval by one of the group, with a day to decide. */
export function anApproval(group: string, parts: Part = {}): Part {
  return { id: group, group, deadline: '24h', ...parts };
}

const customer = `
  const [origin, version] = process.argv.slice(1);
  const response = await fetch(origin);
  const met = await response.json();
  console.log(response.status, met.version);
  process.exit(response.ok && met.version === version ? 0 : 1);`;

/** A synthetic transaction: a customer who has to be served, and by the new version. */
export const purchase = {
  check: 'command',
  name: 'purchase',
  command: ['node', '--input-type=module', '-e', customer, '--', '{origin.shop}', '{version.shop}'],
  timeout: '20s',
};
