import { join } from 'node:path';
import {
  anApproval,
  members,
  quietEnvironment,
  shopPolicy,
  type WrittenDocument,
} from '../support/journey/documents.ts';
import { components, type Shape } from './scene.ts';

const toolFile = join(import.meta.dirname, 'tool', 'tool.mjs');

/** A catalog of two components that the stub tool brings into each of these environments. */
export function faultCatalog(
  folders: { readonly repository: string; readonly tool: string },
  environments: readonly { readonly name: string; readonly timeoutMs: number }[],
): WrittenDocument {
  const document = {
    apiVersion: 'tidegate.dev/v1',
    kind: 'Catalog',
    metadata: { name: 'faults' },
    spec: {
      people: [...new Set(Object.values(members).flat())].map((id) => ({
        id,
        name: id,
        email: `${id}@shop.example`,
      })),
      groups: Object.entries(members).map(([id, inside]) => ({ id, members: inside })),
      environments: environments.map(({ name }) => ({ name })),
      services: components.map((name) => ({
        name,
        owner: 'developers',
        dependsOn: name === 'base' ? [] : ['base'],
        source: { repository: folders.repository, path: name },
        build: {
          requires: ['lock.json'],
          steps: [{ name: 'copy', command: ['cp', '-r', 'source', 'dist'] }],
          output: 'dist',
        },
        gates: [],
        deployments: Object.fromEntries(
          environments.map((each) => [each.name, deployment(folders.tool, each.timeoutMs)]),
        ),
      })),
    },
  };
  return { name: 'catalog.yaml', text: JSON.stringify(document, null, 2) };
}

function deployment(tool: string, timeoutMs: number) {
  const call = (command: string, ...rest: readonly string[]) => [
    'node',
    toolFile,
    command,
    '{environment}',
    '{component}',
    ...rest,
  ];
  return {
    deployer: 'command',
    settings: {
      env: { TOOL_FOLDER: tool },
      observe: call('status'),
      apply: call('up', '{version}', '{digest}', '{key}', '{fence}'),
      undo: call('down', '{previous.version}', '{previous.digest}', '{key}', '{fence}'),
      timeoutMs,
    },
  };
}

/** One policy for each shape of a release, for all environments. */
export function faultPolicies(environments: readonly string[]): readonly WrittenDocument[] {
  const refusal = { check: 'command', name: 'refusal', command: ['false'], timeout: '10s' };
  const parts: Readonly<Record<Shape, object>> = {
    plain: {},
    asking: { approvals: [anApproval('cab')] },
    failing: { validate: [refusal] },
  };
  return Object.entries(parts).map(([shape, part]) =>
    shopPolicy(
      shape,
      Object.fromEntries(environments.map((name) => [name, quietEnvironment({ ...part })])),
    ),
  );
}
