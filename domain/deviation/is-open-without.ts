import { openCalendar } from '../calendar/calendar.ts';
import { decideWindow, type WindowQuestion } from '../calendar/decide-window.ts';
import type { CalendarEntry } from '../calendar/entry.ts';
import type { DeviationScope } from './deviation.ts';

type Lifted = Extract<DeviationScope, { kind: 'calendar' }>;

/**
 * Whether it is open at that instant once what a scope names is set aside, and nothing else. An
 * embargo is set aside by nobody; that no window is open, only where the scope says so.
 */
export function isOpenWithout(question: WindowQuestion, scope: Lifted): boolean {
  const kept = question.calendar.entries.filter((entry) => !isSetAside(entry, scope));
  return decideWindow({ ...question, calendar: openCalendar(kept) }).open;
}

function isSetAside({ id, kind }: CalendarEntry, scope: Lifted): boolean {
  switch (kind) {
    case 'embargo':
      return false;
    // Where nothing allows, nothing has to be active.
    case 'allow':
      return scope.outsideWindows;
    default:
      return scope.entries.includes(id);
  }
}
