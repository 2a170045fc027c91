import { z } from 'zod';

/** Names of an environment or a component, as they stand in addresses of the admin API. */
const placeName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/);

const shareShape = z.strictObject({
  digest: z.string().min(1),
  version: z.string().min(1),
  addresses: z.array(z.url({ protocol: /^http$/ })),
  weightPercent: z.number().positive().max(100),
});

/** What the admin API takes: the whole division of one route. */
export const divisionShape = z.strictObject({
  environment: placeName,
  component: placeName,
  key: z.string().min(1),
  fence: z.int().min(0),
  healthPath: z.string().startsWith('/').optional(),
  shares: z.array(shareShape),
});

/** A route as it is kept over restarts. */
const routeShape = z.object({
  environment: z.string(),
  component: z.string(),
  /** Loopback port on which users reach it; it stays the same for ever. */
  port: z.int(),
  fence: z.int(),
  /** The key that set the division as it is, and those that it overtook, oldest first. */
  key: z.string(),
  overtakenKeys: z.array(z.string()),
  healthPath: z.string().nullable(),
  shares: z.array(shareShape),
});

export const routesShape = z.object({
  format: z.literal('tidegate/gateway/v1'),
  routes: z.record(z.string(), routeShape),
});

export type Share = Readonly<z.infer<typeof shareShape>>;
export type Division = Readonly<z.infer<typeof divisionShape>>;
export type RouteRecord = Readonly<z.infer<typeof routeShape>>;

export function routeName(place: { environment: string; component: string }): string {
  return `${place.environment}/${place.component}`;
}
