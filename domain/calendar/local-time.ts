const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;

/**
 * A time of clocks, such as `2026-12-24T18:00:00`, as the milliseconds that it would be in UTC; NaN
 * when it is none.
 */
export function readLocalTime(text: string): number {
  if (!pattern.test(text)) return Number.NaN;
  const ms = Date.parse(`${text}Z`);
  // The parser takes 31 February for 3 March.
  return Number.isNaN(ms) || toLocalTime(ms) !== text ? Number.NaN : ms;
}

/** The reverse of `readLocalTime`. */
export function toLocalTime(localMs: number): string {
  return new Date(localMs).toISOString().slice(0, 19);
}
