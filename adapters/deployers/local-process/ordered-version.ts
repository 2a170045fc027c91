import { isDeepStrictEqual } from 'node:util';
import type { DeploymentOrder } from '../../../activities/ports/deployer.ts';
import { parseSettings } from './settings.ts';
import type { Version } from './state.ts';

/** What an order wants to stand. */
export function orderedVersion(order: DeploymentOrder): Version {
  const { digest, version } = order.artifact;
  return { key: order.key, digest, version, settings: parseSettings(order.settings) };
}

/** Other settings make another version, although the artifact is the same. */
export function isSame(one: Version, other: Version): boolean {
  return one.digest === other.digest && isDeepStrictEqual(one.settings, other.settings);
}
