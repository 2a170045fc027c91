import type { Notifier } from '../../activities/ports/content.ts';
import type { Forensics } from '../../activities/ports/forensics.ts';
import type { SettingsResolver } from '../../activities/ports/settings.ts';
import { forensicParts } from '../../domain/rollback/forensics.ts';
import type { ChosenMishaps } from './chosen-mishaps.ts';
import { chosenToFail } from './content.ts';

/** Messages that reach nobody. */
export function simulateNotifier(channel: string, mishaps: ChosenMishaps): Notifier {
  return {
    channel,
    async send({ key }) {
      if (mishaps.strikes()) throw chosenToFail(`Sending through ${channel}`);
      return `rehearsal:${key}`;
    },
  };
}

/** Places of an environment stay as they are written: nothing behind them is asked. */
export function simulateSettings(): SettingsResolver {
  return { resolve: async (_, settings) => settings };
}

/** Traces of everything, with nothing in them. */
export function simulateForensics(): Forensics {
  return {
    collect: async () => forensicParts.map((part) => ({ part, content: 'It is simulated.' })),
  };
}
