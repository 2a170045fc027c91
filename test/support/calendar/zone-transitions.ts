const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Clocks of a zone are set, at an instant, from one offset to another. */
export type Transition = {
  readonly atMs: number;
  readonly beforeMs: number;
  readonly afterMs: number;
};

const formats = new Map<string, Intl.DateTimeFormat>();

const known = new Map<string, number>();

/** What the clocks show less what they show in UTC, as the formatter of the language tells it. */
export function offsetOf(timeZone: string, instantMs: number): number {
  const key = `${timeZone}/${instantMs}`;
  const offsetMs = known.get(key) ?? readOffset(timeZone, instantMs);
  known.set(key, offsetMs);
  return offsetMs;
}

function readOffset(timeZone: string, instantMs: number): number {
  const format = formats.get(timeZone) ?? createFormat(timeZone);
  formats.set(timeZone, format);
  const parts = Object.fromEntries(
    format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
  const shownMs = Date.UTC(year, month - 1, day, hour, minute, second);
  return shownMs - Math.floor(instantMs / 1000) * 1000;
}

function createFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}

/** Every change of the offset in a stretch of time: looked for day by day, and then halved. */
export function transitionsOf(timeZone: string, fromMs: number, toMs: number): Transition[] {
  const found: Transition[] = [];
  for (let ms = fromMs; ms < toMs; ms += dayMs) {
    const beforeMs = offsetOf(timeZone, ms);
    const afterMs = offsetOf(timeZone, ms + dayMs);
    if (beforeMs === afterMs) continue;
    let [low, high] = [ms, ms + dayMs];
    while (high - low > minuteMs) {
      const middle = low + Math.floor((high - low) / 2 / minuteMs) * minuteMs;
      if (offsetOf(timeZone, middle) === beforeMs) low = middle;
      else high = middle;
    }
    found.push({ atMs: high, beforeMs, afterMs });
  }
  return found;
}
