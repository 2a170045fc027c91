import { type DecisionSubject, evidenceOf, manifestOf } from '../domain/approval/subject.ts';
import { canonicalJson } from '../domain/ledger/canonical-json.ts';
import { sha256Hex } from '../domain/ledger/digest.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';
import type { Step } from './step.ts';

export type RequirementToOpen = {
  readonly requirement: string;
  readonly environment: string;
  readonly attempt: number;
};
export type OpenedRequirement = {
  readonly requirement: string;
  readonly subjectDigest: string;
  readonly evidenceDigest: string;
};

/** Digests of what each requirement is about, computed from the recorded facts. */
export function createOpenRequirements({ ledger }: Pick<Ports, 'ledger'>) {
  return async function openRequirements(
    step: Step & { readonly requirements: readonly RequirementToOpen[] },
  ): Promise<{ opened: readonly OpenedRequirement[]; manifestDigest: string }> {
    const state = await recordedState(ledger, step.release);
    const evidenceDigest = sha256Hex(canonicalJson(evidenceOf(state)));
    const opened = step.requirements.map(({ requirement, environment, attempt }) => ({
      requirement,
      evidenceDigest,
      subjectDigest: subjectDigestOf(step.release, state, {
        requirement,
        environment,
        evidenceDigest,
        attempt,
      }),
    }));
    return { opened, manifestDigest: sha256Hex(canonicalJson(manifestOf(state))) };
  };
}

/** The digest that a decision on this requirement has to carry. */
export function subjectDigestOf(
  release: string,
  state: ReleaseState,
  about: RequirementToOpen & { readonly evidenceDigest: string },
): string {
  const subject: DecisionSubject = {
    kind: 'requirement',
    release,
    planDigest: state.planDigest ?? '',
    requirement: about.requirement,
    environment: about.environment,
    manifest: manifestOf(state),
    evidenceDigest: about.evidenceDigest,
    attempt: about.attempt,
  };
  return sha256Hex(canonicalJson(subject));
}

/** The state that the ledger holds. A release without one is a terminal failure. */
export async function recordedState(
  ledger: Ports['ledger'],
  release: string,
): Promise<ReleaseState> {
  const state = await ledger.state(release);
  if (state !== null) return state;
  throw new StepFailure(
    'terminal',
    'ledger/unknown-release',
    `The ledger knows no release ${release}.`,
    'Start releases through POST /v1/releases.',
  );
}
