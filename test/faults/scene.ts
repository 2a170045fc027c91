import { createHash } from 'node:crypto';
import { deploymentKey } from '../../domain/deployment/deployment-key.ts';
import type { ToolMoment } from './stub-tool.ts';

/** The moments of a release at which something may die. */
export const points = [
  'before-intent',
  'after-intent',
  'after-effect',
  'after-outcome',
  'in-wait',
  'in-continue-as-new',
  'in-rollback',
] as const;
export type Point = (typeof points)[number];

/** What dies there. */
export const victims = ['worker', 'api', 'temporal'] as const;
export type Victim = (typeof victims)[number];

/** `asking` waits for an approval; `failing` does not pass its validation and is taken back. */
export const shapes = ['plain', 'asking', 'failing'] as const;
export type Shape = (typeof shapes)[number];

/** `base` is deployed before `app`. */
export const components = ['base', 'app'] as const;

/** How a release is held at its point. */
export type Hold =
  | { readonly by: 'tool'; readonly moment: ToolMoment }
  /**
   * Before the records have an entry with this content. Nobody waits for a database for long, so
   * the release stands at a gate of the tool until everything else is at its place.
   */
  | { readonly by: 'records'; readonly after: ToolMoment; readonly content: object }
  /** The outcome is recorded, and the worker's report of it is held on its line to Temporal. */
  | { readonly by: 'line'; readonly moment: ToolMoment; readonly outcome: object }
  /** Nobody approves yet. */
  | { readonly by: 'person' };

/** One release of a round: where it is held, and what the seed chose. */
export type Scene = {
  readonly point: Point;
  readonly victim: Victim;
  readonly seed: number;
  readonly release: string;
  readonly environment: string;
  readonly shape: Shape;
  readonly hold: Hold;
  /** Whether it may go on while the victim is dead, or when it is back. */
  readonly goesOn: 'meanwhile' | 'afterwards';
};

/** What a seed makes of a point. The same seed makes the same scene. */
export function sceneOf(order: {
  readonly point: Point;
  readonly victim: Victim;
  readonly seed: number;
  readonly environment: string;
}): Scene {
  const { point, victim, seed, environment } = order;
  const release = `${point}-${victim}-${seed}`;
  const choose = <Option>(what: string, options: readonly [Option, ...Option[]]): Option =>
    options[drawn(`${release}/${what}`) % options.length] ?? options[0];
  const component = choose('component', components);
  const holds = holdsOf(point, release, environment, component);
  const goesOn = choose('goes on', ['meanwhile', 'afterwards'] as const);
  const shape = shapeOf(point);
  return { ...order, release, shape, hold: choose('hold', holds), goesOn };
}

/** A number that a text always gives. */
export function drawn(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}

function shapeOf(point: Point): Shape {
  if (point === 'in-wait') return 'asking';
  return point === 'in-rollback' ? 'failing' : 'plain';
}

function holdsOf(
  point: Point,
  release: string,
  environment: string,
  component: (typeof components)[number],
): readonly [Hold, ...Hold[]] {
  const at = (
    one: (typeof components)[number],
    command: 'up' | 'down',
    moment: 'before' | 'after',
  ): ToolMoment => ({ environment, component: one, command, moment });
  const tool = (...moment: Parameters<typeof at>): Hold => ({ by: 'tool', moment: at(...moment) });
  const deploy = `${release}/${environment}/deploy`;
  const undo = `${deploymentKey(release, environment, component)}/undo`;
  const outcome = { phase: 'outcome', key: `${deploy}/${component}/1` };
  const upAfter = at(component, 'up', 'after');
  const appUp = at('app', 'up', 'after');
  switch (point) {
    case 'before-intent':
      return [
        {
          by: 'records',
          after: at('base', 'up', 'after'),
          content: { phase: 'intent', key: `${deploy}/app/1` },
        },
      ];
    case 'after-intent':
      return [tool(component, 'up', 'before')];
    case 'after-effect':
      return [
        { by: 'tool', moment: upAfter },
        { by: 'records', after: upAfter, content: outcome },
      ];
    case 'after-outcome':
      return [{ by: 'line', moment: upAfter, outcome }];
    case 'in-wait':
      return [{ by: 'person' }];
    case 'in-continue-as-new': {
      // The last record before the new run, and the first of the new run itself.
      const ended = { type: 'stage.succeeded', stage: `${environment}/deploy` };
      const begun = { type: 'stage.started', stage: `${environment}/validate` };
      return [
        { by: 'records', after: appUp, content: { event: ended } },
        { by: 'records', after: appUp, content: { event: begun } },
      ];
    }
    case 'in-rollback':
      return [
        tool(component, 'down', 'before'),
        tool(component, 'down', 'after'),
        // `app` is taken back first.
        {
          by: 'records',
          after: component === 'app' ? appUp : at('app', 'down', 'after'),
          content: { phase: 'intent', key: undo },
        },
        {
          by: 'records',
          after: at(component, 'down', 'after'),
          content: { phase: 'outcome', key: undo },
        },
      ];
  }
}
