import { type Awaited, predecessorsStage, trainStage } from '../other-release/awaited.ts';
import type { ReleaseSpec } from './spec.ts';
import type { StageOf } from './stage.ts';

type Base = Omit<StageOf<'await-releases'>, 'id' | 'title' | 'kind' | 'awaited'>;
type Waiting = Pick<ReleaseSpec, 'after' | 'train'>;

/**
 * The stage in which a release waits for others before anybody looks at an environment: evidence is
 * gathered and people are asked when it can go on. None where it waits for nobody.
 */
export function predecessors(
  { after = [] }: Waiting,
  base: Base,
): readonly StageOf<'await-releases'>[] {
  const awaited = after
    .filter(({ before }) => before === base.environment)
    .map(({ release, stage }): Awaited => ({ release, stage, until: 'succeeded' }));
  if (awaited.length === 0) return [];
  const title = `Wait for other releases before ${base.environment}`;
  const id = predecessorsStage(base.environment);
  return [{ ...base, id, title, kind: 'await-releases', awaited }];
}

/**
 * The stage in which the releases of a train wait for each other: everybody has approved by then.
 * None where the release goes by itself.
 */
export function train({ train: goes }: Waiting, base: Base): readonly StageOf<'await-releases'>[] {
  if (goes === undefined || goes.enters !== base.environment) return [];
  const id = trainStage(base.environment);
  const awaited = goes.with.map(
    (release): Awaited => ({ release, stage: id, until: 'reached', train: goes.name }),
  );
  const title = `Enter ${base.environment} together as ${goes.name}`;
  return [{ ...base, id, title, kind: 'await-releases', awaited }];
}
