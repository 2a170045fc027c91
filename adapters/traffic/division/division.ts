import { z } from 'zod';

/** Names of an environment or a component, as they stand in addresses of the admin API. */
const placeName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/);

const shareShape = z.strictObject({
  digest: z.string().min(1),
  version: z.string().min(1),
  addresses: z.array(z.url({ protocol: /^http$/ })),
  weightPercent: z.number().min(0).max(100),
});

/** A cookie's name is a token (RFC 6265); the shorter rule keeps it safe in any configuration. */
const sessionsShape = z.strictObject({ cookie: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/) });

/** The whole division of one route, as it is ordered. */
export const divisionShape = z.strictObject({
  environment: placeName,
  component: placeName,
  key: z.string().min(1),
  fence: z.int().min(0),
  healthPath: z.string().startsWith('/').optional(),
  sessions: sessionsShape.optional(),
  shares: z.array(shareShape),
});

/** What is ordered of an undoing. */
export const undoingShape = divisionShape.pick({
  environment: true,
  component: true,
  key: true,
  fence: true,
});

/** How a route was divided at one time. The empty key is that of a route nobody had divided. */
const settingShape = z.object({
  key: z.string(),
  healthPath: z.string().nullable(),
  /** Absent where a gateway of an earlier version kept it. */
  sessions: sessionsShape.nullable().default(null),
  shares: z.array(shareShape),
});

/** A route as it is kept over restarts. */
export const routeShape = settingShape.extend({
  environment: z.string(),
  component: z.string(),
  /** Loopback port on which users reach it; it stays the same for ever. 0: it has none yet. */
  port: z.int(),
  fence: z.int(),
  /** The keys that the present one overtook, oldest first. */
  overtakenKeys: z.array(z.string()),
  /** Keys that were taken back: nothing may be ordered under them any more. */
  spentKeys: z.array(z.string()).default([]),
  /** What the present division took the place of, for who takes it back. */
  before: settingShape.nullable().default(null),
});

export const routesShape = z.object({
  format: z.literal('tidegate/gateway/v1'),
  routes: z.record(z.string(), routeShape),
});

export type Share = Readonly<z.infer<typeof shareShape>>;
export type Division = Readonly<z.infer<typeof divisionShape>>;
export type Undoing = Readonly<z.infer<typeof undoingShape>>;
export type Setting = Readonly<z.infer<typeof settingShape>>;
export type RouteRecord = Readonly<z.infer<typeof routeShape>>;

export function routeName(place: { environment: string; component: string }): string {
  return `${place.environment}/${place.component}`;
}
