import type { Client } from '@temporalio/client';
import type { RehearsalKey } from '../../adapters/simulated/rehearsal-key.ts';
import type { Statement } from '../../domain/approval/statement.ts';
import type { RehearsalOrder } from '../../domain/rehearsal/order.ts';
import { castPeople } from '../../domain/rehearsal/people.ts';
import { strikes } from '../../domain/rehearsal/strikes.ts';
import type { ReleaseEvent } from '../../domain/release/event.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import { outlineOf } from '../../domain/revision/outline-of.ts';
import { type Remark, taskQueues, workflowTypes } from '../../workflows/contract.ts';

/** The people of a rehearsal. */
export type Speech = {
  /** Lets whoever is asked by the event sign an answer, which arrives when their time is over. */
  onEvent(event: ReleaseEvent, state: ReleaseState): Promise<void>;
  /** Whether everything that was said has been taken in. */
  isSilent(): boolean;
};

/**
 * Called within the step that records an event, while time stands still: so nobody comes later than
 * they meant to.
 */
export function letPeopleSpeak(given: {
  readonly order: RehearsalOrder;
  readonly key: RehearsalKey;
  readonly client: Client;
}): Speech {
  const { order, key, client } = given;
  const underWay = new Set<string>();
  const people = castPeople({
    groups: order.groups,
    nobody: order.nobody,
    plan: outlineOf(order.plan),
    rejects: ({ id, stage }) => strikes(order.fail, { stage, parts: [id] }),
  });
  const send = async (statement: Statement): Promise<void> => {
    const remark: Remark = {
      release: statement.release,
      kind: statement.kind,
      statement: { jws: await key.signStatement(statement) },
      afterMs: order.reactionTimeMs,
    };
    underWay.add(statement.id);
    await client.workflow.start(workflowTypes.remark, {
      workflowId: `remark-${statement.id}`,
      taskQueue: taskQueues.workflows,
      args: [remark],
    });
  };
  return {
    async onEvent(event, state) {
      const isTakenIn = event.type === 'statement.accepted' || event.type === 'statement.refused';
      if (isTakenIn && event.id !== null) underWay.delete(event.id);
      for (const statement of people(event, state)) await send(statement);
    },
    isSilent: () => underWay.size === 0,
  };
}
