import type { CatalogIndex } from './catalog-index.ts';
import { checkReference } from './check-reference.ts';
import type { PlanProblem, PlanProblems } from './problem.ts';
import type { ReleaseSpec, RollbackSpec } from './spec.ts';

/** Whether the way back is complete: above the class `standard` no release goes out without one. */
export function* checkRollback(
  { releaseClass, rollback }: ReleaseSpec,
  { groups, people }: CatalogIndex,
): PlanProblems {
  if (rollback === null) {
    if (releaseClass !== 'standard') yield* missingParts(Object.keys(parts), releaseClass);
    return;
  }
  const missing = Object.entries(parts).filter(([, isThere]) => !isThere(rollback));
  yield* missingParts(
    missing.map(([part]) => part),
    releaseClass,
  );
  const holders = new Set([...people.keys(), ...groups.keys()]);
  const owner = { document: 'release', pointer: '/spec/rollback/owner' } as const;
  if (rollback.owner !== '') {
    yield* checkReference(owner, 'person-or-group', rollback.owner, holders);
  }
  for (const [index, group] of rollback.communication.entries()) {
    const origin = {
      document: 'release',
      pointer: `/spec/rollback/communication/${index}`,
    } as const;
    yield* checkReference(origin, 'group', group, groups);
  }
}

/** Each part under the name that people write, and when it counts as there. */
const parts: Readonly<Record<string, (rollback: RollbackSpec) => boolean>> = {
  owner: ({ owner }) => owner !== '',
  criteria: ({ criteria }) => criteria.length > 0,
  communication: ({ communication }) => communication.length > 0,
  timeToDecide: ({ decisionTimeMs }) => decisionTimeMs > 0,
  timeToRestore: ({ restoreTargetMs }) => restoreTargetMs > 0,
  runbook: ({ runbook }) => runbook.length > 0,
};

function* missingParts(names: readonly string[], releaseClass: string): Iterable<PlanProblem> {
  for (const name of names) {
    yield {
      code: 'rollback-missing',
      document: 'release',
      pointer: `/spec/rollback/${name}`,
      message: `The way back of this \`${releaseClass}\` release has no \`${name}\`.`,
      remedy: `Add \`rollback.${name}\`; only the class \`standard\` goes out without a way back.`,
    };
  }
}
