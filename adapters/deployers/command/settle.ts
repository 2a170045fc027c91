import { StepFailure } from '../../../activities/ports/failures.ts';
import { act, recordWork, type Session } from './session.ts';

/** Records that the deployment has proved itself, and tells the tool where it wants to know. */
export async function settle(session: Session): Promise<void> {
  const work = session.state().works[session.order.key];
  if (work?.phase === 'settled') return;
  if (work?.phase !== 'applied') {
    throw new StepFailure(
      'terminal',
      'deployer/not-applied',
      `The deployment ${session.order.key} cannot be settled: it is ` +
        `${work?.phase ?? 'unknown here'}.`,
      'Apply the order under the same key first.',
    );
  }
  if (session.settings.settle !== undefined) await act(session, 'settle', work);
  await recordWork(session, { ...work, phase: 'settled' });
}
