import type { Logger } from 'pino';
import type { Progress } from '../activities/ports/progress.ts';
import type { PartProgress } from '../domain/progress/part.ts';

type Keep = (release: string, part: PartProgress) => Promise<void>;

/**
 * Passes on how far steps have come. One write for a part at a time: what is said meanwhile
 * replaces what was said before it, so that slow records hold up nobody and pile up nothing. A
 * write that fails is noted in the log and forgotten.
 */
export function createProgress(keep: Keep, log: Pick<Logger, 'debug'>): Progress {
  /** What is to be written next, by part; null while a write is under way and nothing follows. */
  const waiting = new Map<string, PartProgress | null>();
  const write = async (release: string, name: string, first: PartProgress) => {
    let told = '';
    for (let part: PartProgress | null = first; part !== null; part = waiting.get(name) ?? null) {
      waiting.set(name, null);
      const text = JSON.stringify(part);
      if (text === told) continue;
      told = text;
      await keep(release, part).catch((error: unknown) => {
        log.debug({ err: error, release, stage: part?.stage }, 'Progress was not kept.');
      });
    }
    waiting.delete(name);
  };
  return {
    tell(release, part) {
      const name = JSON.stringify([release, part.stage, part.component, part.target]);
      if (waiting.has(name)) waiting.set(name, part);
      else void write(release, name, part);
    },
  };
}
