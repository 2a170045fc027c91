import type { Stage } from '../plan/stage.ts';

/**
 * The stages whose outcome a stage rests on: what comes before any environment, what comes before
 * it in its own environment, and all of the environments that it is promoted from. A review rests
 * on everything.
 */
export function restsOn(stages: readonly Stage[], stage: Stage): readonly Stage[] {
  const before = stages.slice(
    0,
    stages.findIndex(({ id }) => id === stage.id),
  );
  const { environment } = stage;
  if (environment === null) {
    return stage.kind === 'review' ? before : before.filter((each) => each.environment === null);
  }
  const way = wayTo(stages, environment);
  return before.filter((each) => each.environment === null || way.has(each.environment));
}

/** The environment, and those before it in the order of promotion. */
function wayTo(stages: readonly Stage[], environment: string): ReadonlySet<string> {
  const way = new Set<string>();
  for (let next: string | null = environment; next !== null && !way.has(next); ) {
    way.add(next);
    const here: string = next;
    const promote = stages.find((stage) => stage.kind === 'promote' && stage.environment === here);
    next = promote?.kind === 'promote' ? promote.from : null;
  }
  return way;
}
