/**
 * Names as keys of a graph and back. The graph library keeps edges in plain objects, in which a
 * service called `constructor` would meet what every object inherits.
 */
export const graphKey = {
  of: (name: string): string => `@${name}`,
  nameOf: (key: string): string => key.slice(1),
} as const;
