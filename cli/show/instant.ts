import { duration } from './duration.ts';

const two = (part: number) => String(part).padStart(2, '0');

/** The time of day where the person is: `14:03:09`. */
export function timeOfDay(instant: string): string {
  const at = new Date(instant);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
}

/** Day and time where the person is: `2026-11-21 14:03`. */
export function dayAndTime(instant: string): string {
  const at = new Date(instant);
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** An instant ahead with the time until then, or one that is over with the time since. */
export function dueAt(instant: string, now: Date): string {
  const leftMs = Date.parse(instant) - now.getTime();
  const distance = leftMs < 0 ? `${duration(-leftMs)} ago` : `in ${duration(leftMs)}`;
  return `${dayAndTime(instant)} (${distance})`;
}
