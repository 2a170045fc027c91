import { defineSearchAttributeKey } from '@temporalio/common';
import {
  condition,
  defineSignal,
  setHandler,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { greeting } from './greeting.ts';

/** Finds the workflow by the name it was given. */
export const releaseKey = defineSearchAttributeKey('TidegateRelease', 'KEYWORD');

export const turn = defineSignal('turn');

/** Waits for a signal and then for days; proves that the servers of the tests serve. */
export async function tide(name: string, days: number): Promise<string> {
  let turned = false;
  setHandler(turn, () => {
    turned = true;
  });
  upsertSearchAttributes([{ key: releaseKey, value: name }]);
  await condition(() => turned);
  await sleep(days * 24 * 3_600_000);
  return greeting(name);
}
