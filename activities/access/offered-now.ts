import { type AccessRequest, type AccessResource, resourceOf } from '../../domain/access/access.ts';
import type { AccessPorts } from './ports.ts';

/** The resource that a request is about, as the catalog offers it at this moment, or null. */
export async function offeredNow(
  { catalog }: Pick<AccessPorts, 'catalog'>,
  request: AccessRequest,
): Promise<AccessResource | null> {
  return resourceOf((await catalog())?.catalog.environments ?? [], request);
}
