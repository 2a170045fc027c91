import { deploymentKey } from '../../../domain/deployment/deployment-key.ts';
import { drawn, type Point, type Victim } from '../scene.ts';

/** Every release is asked about; `failing` does not pass its validation and is taken back. */
export const shopShapes = ['asking', 'failing'] as const;
export type ShopShape = (typeof shopShapes)[number];

/** What the storefront consists of, in the order in which it is deployed. */
const components = ['schema', 'payments', 'orders', 'web'] as const;
export type ShopComponent = (typeof components)[number];

type ShopHold =
  /** The lock of the place is taken, so that the tool waits before it does anything. */
  | { readonly by: 'place'; readonly component: ShopComponent; readonly intent: object }
  /** Before the records have an entry with this content. */
  | { readonly by: 'records'; readonly content: object }
  /** The outcome is recorded, and the worker's report of it is held on its line to Temporal. */
  | { readonly by: 'line'; readonly outcome: object }
  /** Nobody approves yet. */
  | { readonly by: 'person' };

/** One release of the storefront: where it is held, and what the seed chose. */
export type ShopScene = {
  readonly point: Point;
  readonly release: string;
  readonly environment: string;
  readonly shape: ShopShape;
  readonly hold: ShopHold;
  /** Whether it may go on while the victim is dead, or when it is back. */
  readonly goesOn: 'meanwhile' | 'afterwards';
};

/** What a seed makes of a point. The same seed makes the same scene. */
export function shopSceneOf(order: {
  readonly point: Point;
  readonly victim: Victim;
  readonly seed: number;
}): ShopScene {
  const { point, victim, seed } = order;
  const release = `shop-${point}-${victim}-${seed}`;
  const environment = `${victim}-${point}`;
  const choose = <Option>(what: string, options: readonly [Option, ...Option[]]): Option =>
    options[drawn(`${release}/${what}`) % options.length] ?? options[0];
  const component = choose('component', components);
  const [one, ...others] = holdsOf(point, release, environment, component);
  return {
    point,
    release,
    environment,
    shape: point === 'in-rollback' ? 'failing' : 'asking',
    hold: choose('hold', [one, ...others]),
    goesOn: choose('goes on', ['meanwhile', 'afterwards'] as const),
  };
}

function holdsOf(
  point: Point,
  release: string,
  environment: string,
  component: ShopComponent,
): readonly [ShopHold, ...ShopHold[]] {
  const stage = `${environment}/deploy`;
  const key = `${release}/${stage}/${component}/1`;
  const undo = `${deploymentKey(release, environment, component)}/undo`;
  const records = (content: object): ShopHold => ({ by: 'records', content });
  switch (point) {
    case 'before-intent':
      return [records({ phase: 'intent', key })];
    case 'after-intent':
      return [{ by: 'place', component, intent: { phase: 'intent', key } }];
    case 'after-effect':
      return [records({ phase: 'outcome', key })];
    case 'after-outcome':
      return [{ by: 'line', outcome: { phase: 'outcome', key } }];
    case 'in-wait':
      return [{ by: 'person' }];
    case 'in-continue-as-new': {
      // The last record before the new run, and the first of the new run itself.
      const begun = { type: 'stage.started', stage: `${environment}/validate` };
      return [records({ event: { type: 'stage.succeeded', stage } }), records({ event: begun })];
    }
    case 'in-rollback':
      return [records({ phase: 'intent', key: undo }), records({ phase: 'outcome', key: undo })];
  }
}
