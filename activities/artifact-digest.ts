import type { ReleaseState } from '../domain/release/state.ts';
import { StepFailure } from './ports/failures.ts';

/** The digest that was packed for a component. Throws when none was. */
export function artifactDigest(state: ReleaseState, component: string): string {
  const artifact = state.artifacts.find((candidate) => candidate.component === component);
  if (artifact !== undefined) return artifact.digest;
  throw new StepFailure(
    'terminal',
    'deploy/no-artifact',
    `No artifact of ${component} was packed in this release.`,
    'Retry the package stage.',
  );
}
