import { voicesOf } from '../approval/voices-of.ts';
import { type DeviationState, environmentOfScope } from '../deviation/deviation.ts';
import { taken } from '../deviation/overrides.ts';
import type { ReleaseState, RequirementState } from '../release/state.ts';
import type { DutyAction } from './duty-set.ts';

/** Something that a person does, or has done, on a release. */
export type DutyAct = {
  /** Pseudonymous id of the person. */
  readonly subject: string;
  readonly action: DutyAction;
  /** Null for what concerns the whole release. */
  readonly environment: string | null;
  /** Whose voice it is where a delegate speaks: theirs and their giver's. By default theirs. */
  readonly voices?: readonly string[];
};

/** May this person do this on this release, after what others and they themselves did on it? */
export type DutyQuestion = DutyAct & {
  /** Groups that the person is in at this moment. */
  readonly groups: readonly string[];
  readonly release: string;
  readonly releaseClass: string;
  readonly actors: DutyActors;
  /** How many authors of the built changes nobody knows. */
  readonly unknownAuthors: number;
  /** How many of those who merged them nobody knows. */
  readonly unknownMergers: number;
};

/**
 * Who had which part in a release, by pseudonymous ids. What a delegate said is the part of both:
 * of the delegate, and of the person in whose place it was.
 */
export type DutyActors = {
  readonly requesters: readonly string[];
  readonly authors: readonly string[];
  /** Who merged the change, or committed what others have written. */
  readonly mergers: readonly string[];
  /** Who accepted in a user acceptance test. */
  readonly testers: readonly string[];
  /** Who approved in any environment. */
  readonly approvers: readonly string[];
  /** Who let it go on by a command (see `onward.ts`). */
  readonly commanders: readonly string[];
  /** Who granted a deviation that still counts, used or not. */
  readonly granters: readonly string[];
  /** Who approved for the last environment, and who let it go on by a command. */
  readonly deployers: readonly string[];
};

type Recorded = Pick<
  ReleaseState,
  | 'name'
  | 'releaseClass'
  | 'environments'
  | 'requestedBy'
  | 'builds'
  | 'requirements'
  | 'commanders'
  | 'askedDeviations'
>;

/**
 * The question about an act, asked as if it had been done: a person who accepts counts among the
 * testers. So the same policies judge before an act and after it.
 */
export function dutyQuestion(
  state: Recorded,
  act: DutyAct,
  groups: readonly string[],
): DutyQuestion {
  const { builds, name, releaseClass } = state;
  const unknownAuthors = new Set(builds.flatMap((build) => build.unknownAuthors)).size;
  const actors = actorsOf(state, act);
  const unknownMergers = new Set(builds.flatMap((build) => build.unknownMergers ?? [])).size;
  const unknown = { unknownAuthors, unknownMergers };
  return { ...act, groups, release: name, releaseClass, actors, ...unknown };
}

function actorsOf(state: Recorded, act: DutyAct): DutyActors {
  const withAct = (action: DutyAction, recorded: readonly string[], counts = true) =>
    act.action === action && counts ? [...recorded, ...(act.voices ?? [act.subject])] : recorded;
  const last = state.environments.at(-1) ?? null;
  const inLast = state.requirements.filter(({ environment }) => environment === last);
  const commanders = withAct('command', state.commanders ?? []);
  const approvedLast = withAct('decide', saidYes(inLast, 'approval'), act.environment === last);
  return {
    requesters: state.requestedBy === null ? [] : [state.requestedBy],
    authors: unique(state.builds.flatMap(({ authors }) => authors)),
    mergers: unique(state.builds.flatMap(({ mergers = [] }) => mergers)),
    testers: unique(withAct('accept', saidYes(state.requirements, 'uat'))),
    approvers: unique(withAct('decide', saidYes(state.requirements, 'approval'))),
    commanders: unique(commanders),
    granters: unique(withAct('grant', state.askedDeviations.flatMap(granterOf))),
    deployers: unique([...approvedLast, ...commanders]),
  };
}

/** Everything that was done on a release and that duties are asked about again. */
export function recordedActs(state: Recorded): readonly DutyAct[] {
  const decided = state.requirements.filter(({ kind }) => kind !== 'task');
  const said = decided.flatMap((requirement) =>
    saidYes([requirement], requirement.kind).map((subject): DutyAct => {
      const action = requirement.kind === 'uat' ? 'accept' : 'decide';
      return { subject, action, environment: requirement.environment };
    }),
  );
  const commanded = (state.commanders ?? []).map(
    (subject): DutyAct => ({ subject, action: 'command', environment: null }),
  );
  const inUse = taken(state);
  const granted = inUse.flatMap((deviation) =>
    granterOf(deviation).map((subject): DutyAct => {
      const environment = environmentOfScope(deviation.scope);
      return { subject, action: 'grant', environment };
    }),
  );
  return [...said, ...commanded, ...granted];
}

/** Nobody where it was not granted, or is spent: it lets nothing through then. */
function granterOf({ answer, spentAt }: DeviationState): readonly string[] {
  return answer?.verdict === 'grant' && spentAt === null ? [answer.by] : [];
}

/** Who said yes where it still counts: what was superseded or withdrawn lets nothing through. */
function saidYes(
  requirements: readonly RequirementState[],
  kind: RequirementState['kind'],
): readonly string[] {
  return requirements
    .filter(({ outcome }) => outcome === 'pending' || outcome === 'approved')
    .filter((requirement) => requirement.kind === kind)
    .flatMap(({ decisions }) => decisions.filter(({ verdict }) => verdict === 'approve'))
    .flatMap(voicesOf);
}

function unique(subjects: readonly string[]): readonly string[] {
  return [...new Set(subjects)];
}
