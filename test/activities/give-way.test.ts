import { ActivityFailure, ApplicationFailure, RetryState } from '@temporalio/common';
import { createGiveWayActivities } from '../../activities/give-way.ts';
import { placeFailure } from '../../activities/place-failure.ts';
import { StepFailure } from '../../activities/ports/failures.ts';
import type { ReleaseClass } from '../../domain/plan/spec.ts';
import { wasRefusedAtOnce } from '../../workflows/stage-failed.ts';
import { aPlan } from '../support/builders/plan.ts';
import { createMemoryRecords } from '../support/fakes/memory-records.ts';

const at = '2026-11-21T12:00:00.000Z';
const environment = 'lab';
const held = { release: 'usual', environment, place: 1, fence: 4 };

/** Records in which `hotfix` is of that class and has asked, and the lease reads like that. */
async function recordsWith(releaseClass: ReleaseClass, lease: object, asks = environment) {
  const records = createMemoryRecords();
  const plan = aPlan([], { name: 'hotfix', releaseClass });
  const sealed = { release: 'hotfix', plan, planDigest: 'sha256:0', requestedBy: 'p', seal: '' };
  records.sealed.set('hotfix', sealed);
  const event = { type: 'lease.requested', environment: asks } as const;
  await records.ledger.appendFacts('hotfix', [{ seq: 1, at, event }]);
  await records.leases.record({ ...held, recalledFor: 'hotfix', ...lease });
  const nothing = async () => {};
  const leaseOffice = {
    take: async () => null,
    request: nothing,
    giveWay: nothing,
    release: nothing,
  };
  return createGiveWayActivities({ ...records, leaseOffice });
}

test.each([
  ['for an emergency that waits', 'emergency', {}, environment, 'hotfix'],
  ['for a release of another class', 'normal', {}, environment, null],
  ['for one that does not want it', 'emergency', {}, 'elsewhere', null],
  ['for one that nobody knows', 'emergency', { recalledFor: 'invented' }, environment, null],
  ['from another holder', 'emergency', { release: 'other' }, environment, null],
  ['under another fence', 'emergency', { fence: 5 }, environment, null],
] as const)('what the records recall %s', async (_, releaseClass, lease, asks, recalledFor) => {
  const steps = await recordsWith(releaseClass, lease, asks);
  expect(await steps.readRecall(held)).toEqual({ recalledFor });
});

test.each([
  ['guard/window-closed', 1, true],
  // An earlier try may have acted, and its answer was lost.
  ['guard/window-closed', 2, false],
  ['deploy/failed', 1, false],
])('a step that ended with %s at try %i: whether nothing was done', (code, attempt, isSure) => {
  const placed = placeFailure(new StepFailure('terminal', code, 'It.', 'Wait.'), attempt);
  const cause = placed instanceof ApplicationFailure ? placed : undefined;
  const failed = ['deployComponent', '7', RetryState.NON_RETRYABLE_FAILURE, 'worker'] as const;
  expect(wasRefusedAtOnce(new ActivityFailure('failed', ...failed, cause))).toBe(isSure);
});
