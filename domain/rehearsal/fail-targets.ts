import { nameRemedy } from '../plan/nearest-name.ts';
import type { ReleasePlan } from '../plan/plan.ts';
import type { Stage, StageKind } from '../plan/stage.ts';
import type { FailTarget } from './order.ts';

type Refused = { readonly problem: string; readonly remedy: string };

/** Kinds of stages that a rehearsal cannot make fail, and what to do instead. */
const unfailing: Readonly<Partial<Record<StageKind, string>>> = {
  promote: 'Make a stage of the environment before it fail.',
  window: 'Close the calendar with `closed`.',
  review: 'Name the group that holds it in `nobody`.',
};

/**
 * What `canary`, `production/canary`, `deploy:orders` or `rollback` mean in this plan, or what is
 * wrong with it. A kind, or an id without its environment, means the last such stage: the one
 * nearest to users.
 */
export function readFailTarget(text: string, plan: ReleasePlan): FailTarget | Refused {
  const [wanted = '', part = null] = splitOnce(text);
  if (wanted === 'rollback') {
    const components = plan.components.map(({ name }) => name);
    return withPart(text, { stage: wanted, part }, components);
  }
  const stage =
    plan.stages.find(({ id }) => id === wanted) ??
    plan.stages.findLast(({ kind, id }) => kind === wanted || id.endsWith(`/${wanted}`));
  if (stage === undefined) return unknownStage(wanted, plan);
  const instead = unfailing[stage.kind];
  if (instead !== undefined) {
    return { problem: `A stage of kind \`${stage.kind}\` does not fail.`, remedy: instead };
  }
  const parts = partsOf(stage, plan);
  if (stage.kind === 'checklist' && parts.length === 0) {
    const problem = `No item of ${stage.id} can be made to fail.`;
    return { problem, remedy: 'Make the stage fail that the item asks about.' };
  }
  return withPart(text, { stage: stage.id, part }, parts);
}

function splitOnce(text: string): readonly string[] {
  const colon = text.indexOf(':');
  return colon === -1 ? [text] : [text.slice(0, colon), text.slice(colon + 1)];
}

function withPart(
  text: string,
  target: FailTarget,
  parts: readonly string[],
): FailTarget | Refused {
  const { stage, part } = target;
  if (part === null || parts.includes(part)) return target;
  return {
    problem: `\`${text}\`: ${stage} has no part \`${part}\`.`,
    remedy: nameRemedy(part, parts, `Name \`${stage}\` without a part.`),
  };
}

function unknownStage(wanted: string, plan: ReleasePlan): Refused {
  const failing = plan.stages.filter(({ kind }) => unfailing[kind] === undefined);
  const names = new Set([
    ...failing.map(({ kind }) => kind),
    ...failing.map(({ id }) => id),
    'rollback',
  ]);
  return {
    problem: `The plan has no stage and no kind of stage \`${wanted}\`.`,
    remedy: nameRemedy(wanted, names, 'This plan has no stage that could fail.'),
  };
}

/** Items of checklists that a tool or a directory answers; the others follow from the release. */
const judgedByTools: ReadonlySet<string> = new Set([
  'backup',
  'rollback-rehearsal',
  'support-coverage',
  'targets-healthy',
]);

/** What can fail by itself in a stage: components, gates, checks, items or requirements. */
function partsOf(stage: Stage, plan: ReleasePlan): readonly string[] {
  switch (stage.kind) {
    case 'build':
    case 'package':
    case 'deploy':
      return plan.components.map(({ name }) => name);
    case 'gates':
      return [
        ...new Set(
          stage.gates.flatMap(({ component, definition }) => [component, definition.name]),
        ),
      ];
    case 'switch':
    case 'canary':
    case 'stabilize':
      return stage.components;
    case 'validate':
      return stage.checks.map(({ name }) => name);
    case 'checklist':
      return stage.items.flatMap((item) => {
        if (item.item === 'command') return item.check.name;
        return judgedByTools.has(item.item) ? item.item : [];
      });
    case 'approval':
      return stage.requirements.map(({ id }) => id);
    default:
      return [];
  }
}
