import type { RehearsalSource } from '../../activities/ports/rehearsals.ts';
import type { RehearsalAccount } from '../../domain/rehearsal/account.ts';
import type { RehearsalOrder } from '../../domain/rehearsal/order.ts';
import type { ChosenMishaps } from './chosen-mishaps.ts';

/** Somebody has rehearsed the way back of this plan, unless that was chosen to fail. */
export function simulateRehearsals(
  mishaps: ChosenMishaps,
  { plan, planDigest }: Pick<RehearsalOrder, 'plan' | 'planDigest'>,
  clock: () => Date,
): RehearsalSource {
  return {
    async rehearsalsOf() {
      if (mishaps.strikes()) return [];
      const endedAt = clock().toISOString();
      const line = { at: endedAt, text: 'It is simulated.', wait: null, who: [], until: null };
      const account: RehearsalAccount = {
        startAt: endedAt,
        endAt: endedAt,
        outcome: { ended: 'closed', result: 'rolled-back', reason: 'It is simulated.' },
        lines: [
          ...plan.stages.map(({ id }) => ({
            ...line,
            stage: id,
            what: 'rolls-back' as const,
            waitedMs: 0,
          })),
          { ...line, stage: null, what: 'taken-back', waitedMs: 0 },
        ],
        waiting: [],
      };
      return [{ rehearsal: 'simulated', planDigest, endedAt, account }];
    },
  };
}
