import { localTimeOf, startInstant } from './time-zone.ts';

const dayMs = 86_400_000;

/** A rule as it is handed to the library: without its end, which depends on the zone. */
export type RecurrenceParts = {
  readonly rule: string;
  /** As it was written: an instant, a time of clocks or a day. Null: none. */
  readonly until: string | null;
  readonly count: number | null;
};

const frequencies = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY'];
const weekday = /^([+-]?([1-9]|[1-4]\d|5[0-3]))?(MO|TU|WE|TH|FR|SA|SU)$/;
const untilForm = /^\d{8}(T\d{6}Z?)?$/;
const mostOccurrences = 3_000;

/** Least and greatest number; negative ones count from the end where they are allowed. */
const numbers: Readonly<Record<string, readonly [number, number, 'signed'?]>> = {
  BYMONTH: [1, 12],
  BYMONTHDAY: [1, 31, 'signed'],
  BYYEARDAY: [1, 366, 'signed'],
  BYWEEKNO: [1, 53, 'signed'],
  BYSETPOS: [1, 366, 'signed'],
  BYHOUR: [0, 23],
  BYMINUTE: [0, 59],
  BYSECOND: [0, 59],
  INTERVAL: [1, 10_000],
  COUNT: [1, mostOccurrences],
};

/**
 * Takes a rule of RFC 5545 apart, with or without `RRULE:` before it. The library leaves out what
 * it does not understand, which would open a calendar: here it is refused, with a sentence.
 */
export function readParts(rrule: string): RecurrenceParts | { readonly problem: string } {
  const parts = new Map<string, string>();
  for (const part of rrule.replace(/^RRULE:/i, '').split(';')) {
    const [name = '', value, ...more] = part.toUpperCase().split('=');
    if (value === undefined || value === '' || more.length > 0) {
      return { problem: `\`${part}\` is no part of a rule, such as \`FREQ=WEEKLY\`.` };
    }
    if (parts.has(name)) return { problem: `${name} stands twice.` };
    const problem = problemOfPart(name, value);
    if (problem !== null) return { problem };
    parts.set(name, value);
  }
  if (!parts.has('FREQ')) return { problem: `It says no FREQ: ${frequencies.join(', ')}.` };
  if (parts.has('COUNT') && parts.has('UNTIL')) {
    return { problem: 'COUNT and UNTIL stand together; a rule ends in one way.' };
  }
  const until = parts.get('UNTIL') ?? null;
  parts.delete('UNTIL');
  const rule = [...parts].map(([name, value]) => `${name}=${value}`).join(';');
  const count = parts.get('COUNT');
  return { rule, until, count: count === undefined ? null : Number(count) };
}

function problemOfPart(name: string, value: string): string | null {
  const range = numbers[name];
  if (range !== undefined) return problemOfNumbers(name, value, range);
  switch (name) {
    case 'FREQ':
      if (frequencies.includes(value)) return null;
      return `FREQ is \`${value}\`, and not one of ${frequencies.join(', ')}.`;
    case 'BYDAY':
      if (value.split(',').every((day) => weekday.test(day))) return null;
      return `BYDAY is \`${value}\`, and not days such as \`MO,FR\` or \`-1FR\`.`;
    case 'WKST':
      return /^(MO|TU|WE|TH|FR|SA|SU)$/.test(value) ? null : `WKST is \`${value}\`, and no day.`;
    case 'UNTIL':
      if (untilForm.test(value) && !Number.isNaN(Date.parse(spell(value)))) return null;
      return `UNTIL is \`${value}\`, and not a time such as \`20271231T230000Z\`.`;
    default:
      return `A rule has no part \`${name}\`.`;
  }
}

function problemOfNumbers(
  name: string,
  value: string,
  [least, greatest, sign]: readonly [number, number, 'signed'?],
): string | null {
  const isList = name.startsWith('BY');
  const values = isList ? value.split(',') : [value];
  const fits = (text: string) => {
    if (!/^[+-]?\d{1,5}$/.test(text)) return false;
    const number = Number(text);
    const size = sign === 'signed' ? Math.abs(number) : number;
    return least <= size && size <= greatest;
  };
  if (values.every(fits)) return null;
  const orBack = sign === 'signed' ? ', or as many from the end' : '';
  return `${name} is \`${value}\`; it goes from ${least} to ${greatest}${orBack}.`;
}

/** Whether an occurrence may begin then, and the last time of clocks that is worth looking at. */
export type Until = { readonly lastMs: number; readonly admits: (localMs: number) => boolean };

/**
 * UNTIL itself belongs to the rule, and a day belongs to it whole. One that ends in Z is an instant
 * of the world, and not of the clocks.
 */
export function readUntil(until: string | null, timeZone: string): Until {
  if (until === null) return { lastMs: Number.POSITIVE_INFINITY, admits: () => true };
  const ms = Date.parse(spell(until));
  if (until.endsWith('Z')) {
    const lastMs = localTimeOf(ms, timeZone) + dayMs;
    return { lastMs, admits: (localMs) => startInstant(localMs, timeZone) <= ms };
  }
  const lastMs = until.length === 8 ? ms + dayMs - 1 : ms;
  return { lastMs, admits: (localMs) => localMs <= lastMs };
}

function spell(until: string): string {
  const [, year, month, day, hours = '00', minutes = '00', seconds = '00'] =
    /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2}))?/.exec(until) ?? [];
  return `${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`;
}
