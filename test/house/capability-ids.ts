/**
 * How many promises each area of the catalogue holds. They are numbered from 1 and never
 * renumbered: a new promise raises its area's count, and gets a row in docs/capabilities.md.
 */
const counts = {
  PLAN: 14,
  CAL: 7,
  PKG: 15,
  GATE: 11,
  ENV: 9,
  UAT: 3,
  APR: 8,
  DEP: 12,
  CAN: 9,
  STB: 3,
  PIR: 4,
  AUD: 6,
  MET: 7,
  INT: 2,
  OPS: 7,
  UX: 4,
} as const;

/** Every id of the catalogue, in its order. */
export const capabilityIds: readonly string[] = Object.entries(counts).flatMap(([area, count]) =>
  Array.from({ length: count }, (_, index) => `${area}-${index + 1}`),
);
