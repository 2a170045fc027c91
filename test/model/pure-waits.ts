import type { Stage } from '../../domain/plan/stage.ts';
import type { Wait } from '../../domain/release/wait.ts';
import { type PureRun, record } from './pure-run.ts';

/** What a stage comes to when it is looked at. */
export type Ended = 'done' | 'waits' | { readonly failed: string };

type Begun = Pick<Wait, 'id' | 'kind' | 'clearedBy' | 'until'>;

export function beginWait(run: PureRun, { id: stage }: Stage, begun: Begun): void {
  if (run.state.waits.some(({ id }) => id === begun.id)) return;
  const words = { reason: 'It waits.', remedy: 'Do it.', then: null };
  record(run, { type: 'wait.began', wait: { ...begun, ...words, stage } });
}

export function endWait(run: PureRun, wait: string): void {
  if (!run.state.waits.some(({ id }) => id === wait)) return;
  record(run, { type: 'wait.ended', wait, outcome: 'over' });
}
