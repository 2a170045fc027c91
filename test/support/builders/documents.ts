/** The text of a release document in which line 8 and on are the given lines of `spec`. */
export function releaseText(...lines: readonly string[]): string {
  return [
    'apiVersion: tidegate.dev/v1',
    'kind: Release',
    'metadata:',
    '  name: shop-2',
    'spec:',
    '  policy: shop',
    '  accountable: rita',
    ...lines,
  ].join('\n');
}

export const wholeRelease = releaseText(
  '  environments: [production]',
  '  components:',
  '    - { service: web, version: 2.0.0 }',
  '  rollback:',
  '    owner: erin',
  '    criteria: [Orders fail.]',
  '    communication: [engineers]',
  '    timeToDecide: 20s',
  '    timeToRestore: 15m',
  '    runbook: [Ask for the rollback.]',
);

/** A catalog with one service, whose settings in `dev` are the given ones. */
export function catalogValue(settings: unknown = {}): Record<string, unknown> {
  return {
    apiVersion: 'tidegate.dev/v1',
    kind: 'Catalog',
    metadata: { name: 'shop' },
    spec: {
      people: [],
      groups: [{ id: 'engineers', members: [] }],
      environments: [{ name: 'dev' }],
      services: [
        {
          name: 'web',
          owner: 'engineers',
          source: { repository: '/repository' },
          build: { steps: [], output: 'dist' },
          deployments: { dev: { deployer: 'command', settings } },
        },
      ],
    },
  };
}
