import type { EventAnswer, FactAnswer } from '../http/event-answer.ts';
import type { Paint } from '../terminal/paint.ts';
import { between } from './duration.ts';
import { eventText, textOf } from './event-text.ts';
import { timeOfDay } from './instant.ts';
import { stepLine } from './step-line.ts';
import { type Story, stepKeyOf } from './story.ts';

/**
 * What an entry adds to the story, on one line for a log, or null for what says nothing new: that
 * something is about to be done, which its end will tell. `after` is the story with the entry.
 */
export function storyLine(
  entry: EventAnswer,
  after: Story,
  paint: Paint,
  now: Date,
): string | null {
  const at = entry.sort === 'fact' ? entry.fact.at : entry.action.at;
  const told = lineOf(entry, after, paint, now);
  return told === null ? null : `${paint('quiet', timeOfDay(at))} ${told}`;
}

function lineOf(entry: EventAnswer, after: Story, paint: Paint, now: Date): string | null {
  const key = stepKeyOf(entry);
  if (key === null) return entry.sort === 'fact' ? factLine(entry.fact, after, paint, now) : null;
  const step = [...after.steps.values()].flat().find((each) => each.key === key);
  return step === undefined ? null : `  ${stepLine(step, paint, now)}`;
}

function factLine(
  { event, at }: FactAnswer['fact'],
  after: Story,
  paint: Paint,
  now: Date,
): string | null {
  const text = eventText(event, now);
  const took = () => `(${between(after.stageStartedAt, at, now)})`;
  switch (event.type) {
    case 'stage.started':
      return `${paint('waiting', '▶')} ${text}`;
    case 'stage.succeeded':
      return `${paint('good', '✓')} ${text} ${took()}`;
    case 'stage.failed':
      return `${paint('bad', '✗')} ${text} ${took()}`;
    case 'wait.began':
      return `  ${paint('waiting', '…')} ${text}`;
    case 'release.closed': {
      const isGood = textOf(event.outcome) === 'released';
      return `${paint(isGood ? 'good' : 'bad', '■')} closed: ${text}`;
    }
    default:
      return `  ${paint('quiet', event.type)} ${text}`;
  }
}
