import type ICAL from 'ical.js';
import { readLocalTime } from '../../domain/calendar/local-time.ts';
import { isTimeZone } from '../../domain/calendar/time-zone.ts';
import { BadEvent } from './bad-event.ts';

/** A time of an event, as the clocks of its zone show it. */
export type EventTime = {
  readonly localMs: number;
  readonly timeZone: string;
  /** It was written as a day without a time. */
  readonly isDay: boolean;
};

/**
 * All values of a property that holds times. They are taken as they were written: the library would
 * turn a thirteenth month into the January after it. Throws a `BadEvent`.
 */
export function readTimes(
  event: ICAL.Component,
  name: string,
  otherwise: string | null,
): readonly EventTime[] {
  return event.getAllProperties(name).flatMap((property) => {
    const [, , type, ...values] = property.toJSON() as [string, unknown, string, ...unknown[]];
    const zone = property.getParameter('tzid');
    return values.map((value) => readTime(name, type, String(value), zone, otherwise));
  });
}

function readTime(
  name: string,
  type: string,
  value: string,
  zone: string | string[] | undefined,
  otherwise: string | null,
): EventTime {
  const isDay = type === 'date';
  if (!isDay && type !== 'date-time') {
    const message = `${name.toUpperCase()} is a ${type}, and not a time.`;
    throw new BadEvent('unknown-time', message, 'Write it as a date with a time.');
  }
  const isInstant = value.endsWith('Z');
  const localMs = readLocalTime(isDay ? `${value}T00:00:00` : value.replace(/Z$/, ''));
  if (Number.isNaN(localMs)) {
    const message = `${name.toUpperCase()} is \`${value}\`, and no time that clocks show.`;
    throw new BadEvent('impossible-time', message, 'Write a date that there is.');
  }
  const timeZone = isInstant ? 'UTC' : zoneOf(name, typeof zone === 'string' ? zone : otherwise);
  return { localMs, timeZone, isDay };
}

function zoneOf(name: string, written: string | null): string {
  if (written === null) {
    const message = `${name.toUpperCase()} names no time zone.`;
    const remedy = 'Say in which zone such times are, with `timeZone=Europe/Berlin`.';
    throw new BadEvent('time-without-zone', message, remedy);
  }
  // Some programs put their own name before that of the zone.
  const zone = [written, written.split('/').slice(-2).join('/')].find(isTimeZone);
  if (zone !== undefined) return zone;
  const message = `${name.toUpperCase()} names the time zone \`${written}\`, which is none.`;
  const remedy = 'Export it with IANA names of zones, such as `Europe/Berlin`.';
  throw new BadEvent('unknown-time-zone', message, remedy);
}
