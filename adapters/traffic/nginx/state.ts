import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from '../../durable-state/read-json.ts';
import { routeShape, routesShape } from '../division/division.ts';

/** The configuration that nginx is to work by: its number, its file's digest and its routes. */
const generationShape = z.object({
  generation: z.int(),
  configDigest: z.string(),
  routes: routesShape.shape.routes,
});

/**
 * What is known of an nginx. `next` is recorded before the file is replaced: whoever comes after a
 * crash sees by the file's digest which of the two counts.
 */
export const stateShape = z.object({
  format: z.literal('tidegate/nginx/v1'),
  /** Loopback port on which nginx says by which generation it works. */
  statusPort: z.int(),
  now: generationShape,
  next: generationShape.nullable(),
  /** Versions that each route has ever led to, so that its log can be read. */
  seen: z.record(z.string(), z.array(routeShape.shape.shares.element)),
});

export type NginxState = Readonly<z.infer<typeof stateShape>>;
export type Generation = Readonly<z.infer<typeof generationShape>>;

export function readState(root: string): Promise<NginxState | null> {
  return readJson(stateFile(root), stateShape);
}

export const stateFile = (root: string) => join(root, 'nginx.json');
export const configFile = (root: string) => join(root, 'nginx.conf');
export const errorLog = (root: string) => join(root, 'error.log');
export const accessLog = (root: string) => join(root, 'access.log');
export const pidFile = (root: string) => join(root, 'nginx.pid');
export const lockFile = (root: string) => join(root, 'nginx.lock');
