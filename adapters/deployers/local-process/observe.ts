import type { DeploymentOrder, Preview, StepContext } from '../../../activities/ports/deployer.ts';
import type { Observed, Place } from '../../../domain/deployment/deployment.ts';
import { type PlaceStore, readPlace } from '../place/at-place.ts';
import { placeFolder } from '../place/place-folder.ts';
import { describeLiving, nameOf } from './describe.ts';
import { isSame, orderedVersion } from './ordered-version.ts';
import type { PlaceState } from './state.ts';

/** What stands in a place, with the instances that live and answer at this moment. */
export async function observe(
  store: PlaceStore<PlaceState>,
  place: Place,
  context: StepContext,
): Promise<Observed> {
  const { current, candidate, fence } = await readPlace(store, placeFolder(store.root, place));
  const [serving, beside] = await Promise.all([
    describeLiving(current, context),
    describeLiving(candidate, context),
  ]);
  return { current: serving, candidate: beside, fence };
}

/** What an order would change. */
export async function preview(
  store: PlaceStore<PlaceState>,
  order: DeploymentOrder,
  context: StepContext,
): Promise<Preview> {
  const { current } = await readPlace(store, placeFolder(store.root, order));
  const from = await describeLiving(current, context);
  const ordered = orderedVersion(order);
  const { instances } = ordered.settings;
  const changes =
    current === null || !isSame(current, ordered) || from?.instances.length !== instances;
  const place = `${order.component} in ${order.environment}`;
  return {
    from,
    to: { digest: ordered.digest, version: ordered.version },
    changes,
    summary: changes
      ? `${place}: from ${nameOf(current)} to ${nameOf(ordered)}, ${instances} processes here.`
      : `${place} stays at ${nameOf(ordered)}.`,
  };
}
