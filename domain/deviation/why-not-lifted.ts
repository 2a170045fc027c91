import type { Calendar } from '../calendar/calendar.ts';
import type { DeviationScope } from './deviation.ts';

type Objection = {
  readonly code: 'deviation/no-such-scope' | 'deviation/embargo';
  readonly reason: string;
};

/**
 * Why the calendar has no entry that this could lift: one is unknown, or an embargo, which nobody
 * overrides. Null when there is none such.
 */
export function whyNotLifted(
  { entries }: Pick<Calendar, 'entries'>,
  scope: Extract<DeviationScope, { kind: 'calendar' }>,
): Objection | null {
  for (const id of scope.entries) {
    const entry = entries.find((known) => known.id === id);
    if (entry === undefined) {
      const reason = `The calendar has no entry called ${id}.`;
      return { code: 'deviation/no-such-scope', reason };
    }
    if (entry.kind === 'embargo') {
      const reason = `${id} (“${entry.title}”) is an embargo, which nobody overrides.`;
      return { code: 'deviation/embargo', reason };
    }
  }
  return null;
}
