import type { Report, Sighting } from './report.ts';

const goOn =
  'Find out who did it. To go on, send the same POST /v1/releases again: a new run begins with ' +
  'what is recorded.';

/**
 * What is wrong with a release that the records hold open, by what Temporal says of its workflow
 * (null: it knows none). Null when all is well.
 */
export function compareRelease(
  release: string,
  workflowType: string,
  sighting: Sighting | null,
): Report | null {
  const about = { release, environment: null };
  if (sighting === null) {
    return {
      ...about,
      id: `release/missing ${release}`,
      kind: 'release/missing',
      message: `${release} is open, and Temporal knows no workflow of it.`,
      remedy: `Look whether Temporal has lost or removed anything else. ${goOn}`,
    };
  }
  const { type, status, runId, wasReset } = sighting;
  if (type !== workflowType) {
    return {
      ...about,
      id: `release/impostor ${release}`,
      kind: 'release/impostor',
      message: `Under the id of ${release} runs a ${type.slice(0, 64)}, which is no release.`,
      remedy: `Terminate the run ${runId}. ${goOn}`,
    };
  }
  if (status !== 'running') {
    return {
      ...about,
      id: `release/ended ${release}`,
      kind: 'release/ended',
      message: `${release} is open, and its workflow is ${status} (run ${runId}).`,
      remedy: goOn,
    };
  }
  if (!wasReset) return null;
  return {
    ...about,
    id: `release/reset ${release}`,
    kind: 'release/reset',
    message: `Somebody reset the workflow of ${release} (run ${runId}).`,
    remedy:
      'Compare its history with the events of the release. Where they differ the records refuse ' +
      `it as a fork, and it ends. ${goOn}`,
  };
}

/** A workflow under the id of a release of which the records hold no sealed plan. */
export function reportUnknown(release: string, { status, runId, type }: Sighting): Report {
  return {
    id: `workflow/unknown ${release}`,
    kind: 'workflow/unknown',
    release,
    environment: null,
    message:
      `Somebody started a ${type.slice(0, 64)} under the id of ${release}, of which no plan was ` +
      `sealed: it is ${status} (run ${runId}).`,
    remedy:
      'It can touch nothing, because no step runs without a sealed plan. Find out who can start ' +
      'workflows in this namespace, and terminate it if it runs.',
  };
}
