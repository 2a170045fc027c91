import type { EventAnswer } from '../http/event-answer.ts';
import type { Paint } from '../terminal/paint.ts';
import { eventText, textOf } from './event-text.ts';
import { dayAndTime, timeOfDay } from './instant.ts';

const typeWidth = 24;
const positionWidth = 4;

/** An entry of the ledger on one line: its place, when it happened, what it is, what it says. */
export function eventLine(entry: EventAnswer, paint: Paint, now: Date): string {
  const { type, at, text } = entry.sort === 'fact' ? factOf(entry, now) : actionOf(entry);
  const place = String(entry.position).padStart(positionWidth);
  const day = dayAndTime(at).slice(0, 10);
  const when = `${day} ${timeOfDay(at)}`;
  return `${paint('quiet', `${place}  ${when}`)}  ${type.padEnd(typeWidth)}  ${text}`.trimEnd();
}

function factOf({ fact }: Extract<EventAnswer, { sort: 'fact' }>, now: Date) {
  return { type: fact.event.type, at: fact.at, text: eventText(fact.event, now) };
}

function actionOf({ action }: Extract<EventAnswer, { sort: 'action' }>) {
  const { phase, outcome, at, key, attempt, details } = action;
  const again = attempt > 1 ? ` (attempt ${attempt})` : '';
  const code = textOf(details.code);
  return {
    type: `action.${phase === 'intent' ? 'intent' : (outcome ?? phase)}`,
    at,
    text: `${action.action} ${key}${again}${code === '' ? '' : `: ${code}`}`,
  };
}
