import type { ListedAnswer } from '../http/answers.ts';
import type { Paint, Tone } from '../terminal/paint.ts';
import { table } from '../terminal/table.ts';
import { duration } from './duration.ts';

const tones: Readonly<Record<string, Tone>> = {
  released: 'good',
  running: 'good',
  waiting: 'waiting',
  paused: 'waiting',
  reviewing: 'waiting',
  'needs-decision': 'bad',
  'rolling-back': 'bad',
  'rollback-failed': 'bad',
  'rolled-back': 'bad',
  withdrawn: 'quiet',
};

/** A state in the colour that says how it stands. */
export function paintState(state: string, paint: Paint): string {
  return paint(tones[state] ?? 'strong', state);
}

/** Releases, the newest first, with what each waits for. */
export function showReleases(releases: readonly ListedAnswer[], paint: Paint, now: Date): string {
  if (releases.length === 0) return 'No release is like that.';
  const rows = releases.map(({ release, state, stage, services, waitingFor, updatedAt }) => [
    release,
    paintState(state, paint),
    stage ?? '',
    services.join(', '),
    `${duration(now.getTime() - Date.parse(updatedAt))} ago`,
    waitingFor.join(' '),
  ]);
  return table(['release', 'state', 'stage', 'services', 'updated', 'waiting for'], rows, paint);
}
