const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A length of time as people say it, in two units at most: `1.2 s`, `3 min 20 s`, `2 d 4 h`. */
export function duration(lengthMs: number): string {
  const ms = Math.max(0, Math.round(lengthMs));
  if (ms < secondMs) return `${ms} ms`;
  if (ms < 10 * secondMs) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  if (ms < minuteMs) return `${Math.floor(ms / secondMs)} s`;
  if (ms < hourMs) return inUnits(ms, [minuteMs, 'min'], [secondMs, 's']);
  if (ms < dayMs) return inUnits(ms, [hourMs, 'h'], [minuteMs, 'min']);
  return inUnits(ms, [dayMs, 'd'], [hourMs, 'h']);
}

function inUnits(
  ms: number,
  [largeMs, large]: readonly [number, string],
  [smallMs, small]: readonly [number, string],
): string {
  const rest = Math.floor((ms % largeMs) / smallMs);
  const whole = `${Math.floor(ms / largeMs)} ${large}`;
  return rest === 0 ? whole : `${whole} ${rest} ${small}`;
}

/** From one instant to the other, or to now while it lasts; empty before it began. */
export function between(from: string | null, to: string | null, now: Date): string {
  if (from === null) return '';
  const end = to === null ? now.getTime() : Date.parse(to);
  return duration(end - Date.parse(from));
}
