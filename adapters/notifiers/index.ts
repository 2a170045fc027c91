import type { Logger } from 'pino';
import type { Notifier } from '../../activities/ports/content.ts';
import { StepFailure } from '../../activities/ports/failures.ts';
import { nameRemedy } from '../../domain/plan/nearest-name.ts';
import { createFileNotifier } from './file.ts';
import { createLogNotifier } from './log.ts';

/** What the notifiers need from the wiring. */
export type NotifierOptions = {
  readonly log: Logger;
  /** File to which messages are appended, one JSON object a line. */
  readonly file: string;
};

/** Every channel by its name in policies. A new notifier is one more line. */
const notifiers = new Map<string, (options: NotifierOptions) => Notifier>([
  ['log', ({ log }) => createLogNotifier(log)],
  ['file', ({ file }) => createFileNotifier(file)],
]);

/**
 * The notifier of that channel. Throws a terminal `StepFailure` with the nearest name otherwise.
 */
export function createNotifier(channel: string, options: NotifierOptions): Notifier {
  const create = notifiers.get(channel);
  if (create !== undefined) return create(options);
  throw new StepFailure(
    'terminal',
    'notifiers/unknown-channel',
    `There is no channel "${channel}" to tell people through.`,
    nameRemedy(channel, [...notifiers.keys()], 'No channel is set up.'),
  );
}
