import type { Logger } from 'pino';
import type { Notifier } from '../../activities/ports/content.ts';
import { StepFailure } from '../../activities/ports/failures.ts';
import { nameRemedy } from '../../domain/plan/nearest-name.ts';
import { type ChannelConfig, readChannelConfig } from './channel-config.ts';
import { createFileNotifier } from './file.ts';
import { createLogNotifier } from './log.ts';
import { createSlackNotifier } from './slack.ts';
import { type AddressesOf, createSmtpNotifier } from './smtp.ts';
import { createTeamsNotifier } from './teams.ts';
import { createWebhookNotifier } from './webhook.ts';

/** What the notifiers need from the wiring. */
export type NotifierOptions = {
  readonly log: Logger;
  /** File to which messages are appended, one JSON object a line. */
  readonly file: string;
  /** File with the channels that an operator has set up; absent: there are none. */
  readonly channels?: string | undefined;
  readonly addressesOf: AddressesOf;
  /** Longest time that a tool may take to answer. By default eight seconds. */
  readonly timeoutMs?: number;
};

/** Channels that are always there. */
const builtIn = new Map<string, (options: NotifierOptions) => Notifier>([
  ['log', ({ log }) => createLogNotifier(log)],
  ['file', ({ file }) => createFileNotifier(file)],
]);

/**
 * The notifier of that channel, by its name in policies. Whether there is such a channel is found
 * when something is sent: a terminal `StepFailure` with the nearest name where there is none.
 */
export function createNotifier(channel: string, options: NotifierOptions): Notifier {
  return {
    channel,
    send: async (message) => (await open(channel, options)).send(message),
  };
}

async function open(channel: string, options: NotifierOptions): Promise<Notifier> {
  const create = builtIn.get(channel);
  if (create !== undefined) return create(options);
  const configured = await readChannelConfig(options.channels);
  const config = configured.get(channel);
  if (config !== undefined) return reach(channel, config, options);
  throw new StepFailure(
    'terminal',
    'notifiers/unknown-channel',
    `There is no channel "${channel}" to tell people through.`,
    `${nameRemedy(channel, [...builtIn.keys(), ...configured.keys()], '')} ` +
      'Channels are set up in the file that TIDEGATE_CHANNELS names.',
  );
}

/** One line for each tool. */
function reach(channel: string, config: ChannelConfig, options: NotifierOptions): Notifier {
  const { addressesOf, timeoutMs } = options;
  switch (config.tool) {
    case 'smtp':
      return createSmtpNotifier(channel, config, addressesOf, timeoutMs);
    case 'slack':
      return createSlackNotifier(channel, config, timeoutMs);
    case 'teams':
      return createTeamsNotifier(channel, config, timeoutMs);
    case 'webhook':
      return createWebhookNotifier(channel, config, timeoutMs);
  }
}
