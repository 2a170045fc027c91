import type { CatalogIndex } from './catalog-index.ts';
import { checkReference } from './check-reference.ts';
import type { PlanProblems } from './problem.ts';

type Asked = {
  readonly group: string;
  readonly count: number;
  readonly deadlineMs: number;
  readonly remindBeforeMs: readonly number[];
};

/**
 * What is wrong with asking people of a group within a time: an unknown group, more people than it
 * has, a reminder before anything was asked. `end` is the key under which the time stands.
 */
export function* checkPeople(
  at: string,
  end: string,
  { group, count, deadlineMs, remindBeforeMs }: Asked,
  { groups }: CatalogIndex,
): PlanProblems {
  const document = 'policy';
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
}
