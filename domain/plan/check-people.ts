import type { CatalogIndex } from './catalog-index.ts';
import { checkReference } from './check-reference.ts';
import type { PlanProblems } from './problem.ts';
import type { Escalation } from './requirement-policy.ts';

type Asked = {
  readonly group: string;
  readonly count: number;
  readonly deadlineMs: number;
  readonly remindBeforeMs: readonly number[];
  readonly escalate?: Escalation;
};

/**
 * What is wrong with asking people of a group within a time: an unknown group, more people than it
 * has, a reminder before anything was asked. `end` is the key under which the time stands.
 */
export function* checkPeople(
  at: string,
  end: string,
  asked: Asked,
  { groups }: CatalogIndex,
): PlanProblems {
  const document = 'policy';
  const { group, count, deadlineMs, remindBeforeMs } = asked;
  yield* checkReference({ document, pointer: `${at}/group` }, 'group', group, groups);
  const members = groups.get(group)?.members;
  if (members !== undefined && new Set(members).size < count) {
    yield {
      code: 'too-few-members',
      document,
      pointer: `${at}/group`,
      message: `${count} people of \`${group}\` are asked for, but it has ${members.length}.`,
      remedy: `Ask for fewer, or add members to \`${group}\` in the catalog.`,
    };
  }
  for (const [index, beforeMs] of remindBeforeMs.entries()) {
    if (beforeMs < deadlineMs) continue;
    yield {
      code: 'reminder-too-early',
      document,
      pointer: `${at}/remindBefore/${index}`,
      message: `This reminder would be due before anything is asked, for \`${end}\` is no longer.`,
      remedy: `Let each reminder be shorter than \`${end}\`.`,
    };
  }
  yield* checkEscalation(at, end, asked, groups);
}

/** It asks others, early enough to be asked after the requirement was opened. */
function* checkEscalation(
  at: string,
  end: string,
  { group, deadlineMs, escalate }: Asked,
  groups: CatalogIndex['groups'],
): PlanProblems {
  if (escalate === undefined) return;
  const document = 'policy';
  const pointer = `${at}/escalate/to`;
  yield* checkReference({ document, pointer }, 'group', escalate.to, groups);
  if (escalate.to === group) {
    yield {
      code: 'escalation-to-itself',
      document,
      pointer,
      message: `\`${group}\` is asked already.`,
      remedy: 'Escalate to another group, or leave `escalate` out.',
    };
  }
  if (escalate.beforeMs < deadlineMs) return;
  yield {
    code: 'escalation-too-early',
    document,
    pointer: `${at}/escalate/before`,
    message: `It would be escalated before anything is asked, for \`${end}\` is no longer.`,
    remedy: `Let it be shorter than \`${end}\`.`,
  };
}
