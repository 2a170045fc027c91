import type { WorkerOptions } from '@temporalio/worker';
import { workerDeployment } from '../workflows/contract.ts';
import type { WorkerConfig } from './config.ts';

/** Which build a worker is, and what becomes of releases under way when another is made current. */
export type Build = {
  readonly id: string;
  readonly runningReleases: WorkerConfig['TIDEGATE_RUNNING_RELEASES'];
};

/** The build of this process; null where nobody named it. */
export function buildOf({
  TIDEGATE_BUILD_ID: id,
  TIDEGATE_RUNNING_RELEASES: runningReleases,
}: Pick<WorkerConfig, 'TIDEGATE_BUILD_ID' | 'TIDEGATE_RUNNING_RELEASES'>): Build | null {
  return id === '' ? null : { id, runningReleases };
}

/**
 * Worker Versioning of Temporal: builds run beside each other, and an operator says which one is
 * current. Workflows that live for ever say for themselves that they move; docs/adr/0015 says why
 * releases do too, unless they are told to stay.
 */
export function versioningOf(build: Build | null): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (build === null) return {};
  return {
    workerDeploymentOptions: {
      useWorkerVersioning: true,
      version: { deploymentName: workerDeployment, buildId: build.id },
      defaultVersioningBehavior: build.runningReleases === 'stay' ? 'PINNED' : 'AUTO_UPGRADE',
    },
  };
}
