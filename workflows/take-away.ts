import { condition } from '@temporalio/workflow';
import { type AccessRun, accessSteps } from './access-run.ts';
import { waitUntil } from './wait-for.ts';

/**
 * Takes an access away, for as long as that takes: it is over when the tool was read back and has
 * nothing left. People are alarmed once when it takes too long, and it goes on. It begins before
 * anything is recorded, so that records that are away keep nobody in.
 */
export async function takeAway(run: AccessRun): Promise<void> {
  const { ending, request, revokeWithinMs } = run.state;
  if (run.state.phase !== 'ending' || ending === null) return;
  const tool = { isEmpty: false };
  const { environment, resource } = request;
  const taking = accessSteps('Take it away, until nothing is left')
    .takeAway({ environment, resource, key: run.access })
    .then(() => {
      tool.isEmpty = true;
    });
  const overdueAt = new Date(Date.parse(ending.at) + revokeWithinMs).toISOString();
  const recording = [run.flush()];
  while (!tool.isEmpty) {
    const seen = () => tool.isEmpty || run.inbox.length > 0;
    if (run.state.overdueSince !== null) await condition(seen);
    else await waitUntil(overdueAt, seen, 'It is taken away. Then people are alarmed.');
    if (tool.isEmpty) break;
    await run.serve();
    if (run.state.overdueSince === null && Date.now() >= Date.parse(overdueAt)) {
      run.record({ type: 'access.overdue' });
      recording.push(run.flush());
      run.tell('Alarm people: it is not taken away', { news: 'overdue', at: run.state.at });
    }
  }
  await taking;
  run.record({ type: 'access.revoked' });
  await run.flush();
  await Promise.all(recording);
}
