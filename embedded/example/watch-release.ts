import { setTimeout as sleep } from 'node:timers/promises';
import { type ReleaseView, readRelease } from './release.ts';

const lookEveryMs = 500;

/** Follows a release until it is closed, telling each step and each wait once. */
export async function watchRelease(
  origin: string,
  name: string,
  say: (line: string) => void,
  act: (release: ReleaseView) => Promise<readonly string[]>,
  deadline: number,
): Promise<ReleaseView> {
  const told = new Set<string>();
  const tell = (line: string) => {
    if (told.has(line)) return;
    told.add(line);
    say(line);
  };
  for (;;) {
    const release = await readRelease(origin, name);
    if (release !== null) {
      for (const line of linesOf(release)) tell(line);
      for (const line of await act(release)) say(`  ${line}`);
      if (release.phase === 'closed') return release;
    }
    if (Date.now() > deadline) {
      throw new Error(`${name} did not close in time. ${blockersOf(release)}`);
    }
    await sleep(lookEveryMs);
  }
}

function linesOf(release: ReleaseView): readonly string[] {
  const stages = release.stages.flatMap(({ id, status, summary, failure, startedAt, endedAt }) => {
    if (status === 'succeeded')
      return [`✓ ${id} (${secondsOf(startedAt, endedAt)}) ${summary ?? ''}`];
    if (status === 'failed') return [`✗ ${id} ${failure?.message ?? ''}`];
    return [];
  });
  const waits = release.blockers.map(({ reason, remedy }) => `… ${reason} ${remedy}`);
  return [...stages, ...waits];
}

function secondsOf(startedAt: string | null, endedAt: string | null): string {
  if (startedAt === null || endedAt === null) return '?';
  return `${((Date.parse(endedAt) - Date.parse(startedAt)) / 1_000).toFixed(1)} s`;
}

function blockersOf(release: ReleaseView | null): string {
  const blockers = release?.blockers.map(({ reason }) => reason) ?? [];
  return blockers.length === 0 ? 'It waits for nothing that it knows of.' : blockers.join(' ');
}
