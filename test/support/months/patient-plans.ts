import type { Stage } from '../../../domain/plan/stage.ts';
import { aStage } from '../builders/plan.ts';

const content = [aStage('build'), aStage('package'), aStage('promote')];

/** About sixty days, of which almost all is waiting. */
export const patient = (dayMs: number): readonly Stage[] => [
  ...content,
  aStage('approval', {
    requirements: [
      {
        id: 'production/cab',
        group: 'cab',
        count: 1,
        deadlineMs: 20 * dayMs,
        remindBeforeMs: [14, 7, 3, 2, 1].map((days) => days * dayMs),
      },
    ],
  }),
  aStage('window'),
  aStage('deploy'),
  aStage('stabilize', {
    stabilize: {
      durationMs: 21 * dayMs,
      observeEveryMs: dayMs / 4,
      maximumFailureRate: 0.01,
      minimumRequests: 1_000,
    },
  }),
  aStage('review', {
    review: {
      owner: 'engineers',
      escalateTo: 'management',
      reviewDueMs: 25 * dayMs,
      runbookDueMs: 20 * dayMs,
      remindBeforeMs: [3 * dayMs, dayMs],
    },
  }),
];

const inStaging = { environment: 'staging' } as const;
/** One whose way back fails, and then waits for people. */
export const stuck: readonly Stage[] = [
  aStage('build'),
  aStage('package'),
  aStage('promote', { id: 'staging/promote', ...inStaging }),
  aStage('deploy', { id: 'staging/deploy', ...inStaging }),
  aStage('uat', { id: 'staging/uat', ...inStaging }),
  aStage('review'),
];
