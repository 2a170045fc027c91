import type { EnvironmentPolicy } from '../../../domain/plan/policy.ts';
import type { AppliedDocument } from '../../../records/applied-files.ts';
import { aCatalog, anEnvironmentPolicy, aPolicy } from '../builders/plan-sources.ts';

/**
 * People beyond those of the builder: `audra` may verify the ledger, `dana` writes the changes,
 * `nora` is in no group.
 */
const morePeople = ['audra', 'dana', 'nora', 'opal'];

/** A catalog and a policy whose staging asks the change advisory board, and nothing else. */
export function testDocuments(
  staging: Partial<EnvironmentPolicy> = { approvals: [aBoardApproval] },
): readonly AppliedDocument[] {
  const base = aCatalog();
  const catalog = aCatalog({
    people: [
      ...base.people,
      ...morePeople.map((id) => ({ id, name: id, email: `${id}@example.com` })),
    ],
    groups: [
      ...base.groups,
      { id: 'auditors', title: 'Auditors', members: ['audra'] },
      { id: 'operations', title: 'Operations', members: ['opal', 'rita', 'cora'] },
    ],
  });
  const policy = aPolicy({ staging: anEnvironmentPolicy(staging) });
  return [
    { kind: 'Catalog', name: 'shop', document: catalog },
    { kind: 'Policy', name: policy.name, document: policy },
  ];
}

const aBoardApproval = {
  id: 'cab',
  group: 'cab',
  count: 2,
  deadlineMs: 86_400_000,
  remindBeforeMs: [],
};

/** A release document as a person writes it. */
export function releaseDocument(
  name: string,
  spec: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    apiVersion: 'tidegate.dev/v1',
    kind: 'Release',
    metadata: { name, title: `Release ${name}` },
    spec: {
      policy: 'shop',
      accountable: 'rita',
      environments: ['staging'],
      components: [{ service: 'payments', version: '2.0.0' }],
      rollback: {
        owner: 'erin',
        criteria: ['Orders fail.'],
        communication: ['engineers'],
        timeToDecide: '20s',
        timeToRestore: '15m',
        runbook: ['Ask for the rollback.'],
      },
      ...spec,
    },
  };
}
