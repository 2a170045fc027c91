import type { PartProgress } from '../domain/progress/part.ts';
import type { Ports } from './ports/index.ts';

/** What a step says of how far it is; what it leaves out nobody can say. */
export type Said = Pick<PartProgress, 'step'> &
  Partial<Pick<PartProgress, 'target' | 'share' | 'counters' | 'log' | 'endsAt'>>;

type TellingStep = {
  readonly release: string;
  /** Absent in steps that workflows ordered before progress was told: then nothing is said. */
  readonly stage?: string;
  readonly environment?: string;
};

/** Ties what a step says to its stage. Where nobody listens, nothing is said. */
export function progressOfStep(
  { progress }: Pick<Ports, 'progress'>,
  { release, stage, environment }: TellingStep,
): (component: string, said: Said) => void {
  return (component, said) => {
    if (progress === undefined || stage === undefined) return;
    progress.tell(release, {
      stage,
      environment: environment ?? null,
      component,
      target: null,
      share: null,
      counters: {},
      log: null,
      endsAt: null,
      ...said,
    });
  };
}
