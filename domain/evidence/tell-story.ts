import { displayState } from '../release/describe.ts';
import type { ReleaseFact } from '../release/event.ts';
import type { ReleaseState, RequirementState } from '../release/state.ts';
import { findGaps } from './find-gaps.ts';
import { eventsOf, type ReadFacts } from './read-facts.ts';
import type { EvidencePiece, ReleaseRecord } from './record.ts';
import { type ToldFact, tellFact } from './tell-fact.ts';
import { type TracedComponent, traceComponents } from './trace-components.ts';

/** The story of a release for somebody who was not there: `release.json` of an evidence pack. */
export type ReleaseStory = {
  readonly format: 'tidegate/evidence/v1';
  readonly release: string;
  readonly state: string;
  readonly planDigest: string;
  readonly requestedBy: string;
  readonly startedAt: string | null;
  /** RFC 3339 instant of the last fact; null without one. */
  readonly toldUntil: string | null;
  readonly people: ReleaseRecord['people'];
  /** What is missing or does not fit together, each as a sentence. */
  readonly gaps: readonly string[];
  readonly ledger: {
    readonly entries: number;
    readonly facts: number;
    readonly head: string | null;
  };
  readonly components: readonly TracedComponent[];
  readonly gates: readonly JudgedGate[];
  readonly approvals: readonly RequirementState[];
  readonly acceptance: readonly RequirementState[];
  /** What was done by hand, and its confirmations. */
  readonly tasks: readonly RequirementState[];
  readonly delegations: readonly UsedDelegation[];
  /** Commands of people: what was skipped, waived, retried, taken back. */
  readonly commands: readonly SaidCommand[];
  readonly waits: readonly EndedWait[];
  readonly refusals: readonly RefusedStatement[];
  readonly evidence: readonly EvidencePiece[];
  readonly events: readonly ToldFact[];
} & Pick<
  ReleaseState,
  | 'title'
  | 'releaseClass'
  | 'outcome'
  | 'environments'
  | 'admitted'
  | 'passed'
  | 'announcements'
  | 'changes'
  | 'rollback'
  | 'incidents'
  | 'obligations'
  | 'askedDeviations'
  | 'liveSince'
> & {
    readonly defects: NonNullable<ReleaseState['defects']>;
    readonly reviewIsMandatoryBecause: readonly string[];
  };

type Dated = { readonly seq: number; readonly at: string };

export type JudgedGate = Dated & {
  readonly stage: string;
  readonly gate: string;
  readonly component: string | null;
  readonly verdict: string;
  readonly reason: string;
  readonly evidence: string | null;
};

/** A person spoke in the place of another one. */
export type UsedDelegation = Dated & {
  readonly delegation: string;
  readonly delegate: string;
  readonly inPlaceOf: string;
  readonly about: string | null;
  readonly statement: string;
};

export type SaidCommand = Dated & {
  readonly by: string;
  readonly command: string;
  readonly about: string | null;
  readonly evidence: string | null;
  readonly statement: string;
};

export type EndedWait = {
  readonly wait: string;
  readonly kind: string;
  readonly reason: string;
  readonly from: string;
  /** Null while it lasts. */
  readonly to: string | null;
  readonly outcome: string | null;
};

export type RefusedStatement = Dated & {
  readonly signal: string;
  readonly code: string;
  readonly reason: string;
};

/** Everything that the record tells, in the sections in which somebody asks for it. */
export function tellStory(record: ReleaseRecord, read: ReadFacts): ReleaseStory {
  const { facts, state } = read;
  const { release, plan, planDigest, requestedBy, people, entries, head, evidence } = record;
  return {
    format: 'tidegate/evidence/v1',
    release,
    title: plan.title,
    releaseClass: plan.releaseClass,
    state: state.seq === 0 ? 'starting' : displayState(state),
    outcome: state.outcome,
    planDigest,
    requestedBy,
    startedAt: facts[0]?.at ?? null,
    liveSince: state.liveSince,
    toldUntil: state.at,
    people,
    gaps: findGaps(record, read),
    ledger: { entries: entries.length, facts: facts.length, head: head?.hash ?? null },
    components: traceComponents(plan, state),
    environments: plan.environments,
    admitted: state.admitted,
    passed: state.passed,
    gates: gatesOf(facts),
    approvals: state.requirements.filter(
      ({ kind, confirms }) => kind === 'approval' && confirms === undefined,
    ),
    acceptance: state.requirements.filter(({ kind }) => kind === 'uat'),
    tasks: state.requirements.filter(
      ({ kind, confirms }) => kind === 'task' || confirms !== undefined,
    ),
    defects: state.defects ?? [],
    ...saidOf(facts),
    askedDeviations: state.askedDeviations,
    reviewIsMandatoryBecause: state.deviations,
    waits: waitsOf(facts),
    announcements: state.announcements,
    changes: state.changes,
    rollback: state.rollback,
    incidents: state.incidents,
    obligations: state.obligations,
    refusals: eventsOf(facts, 'statement.refused').map(({ seq, at, signal, code, reason }) => ({
      seq,
      at,
      signal,
      code,
      reason,
    })),
    evidence,
    events: facts.map(tellFact),
  };
}

/** Every judgement, those that were judged anew included. */
function gatesOf(facts: readonly ReleaseFact[]): readonly JudgedGate[] {
  return eventsOf(facts, 'gate.judged').map(({ type: _type, evidence, ...judged }) => ({
    ...judged,
    evidence: evidence?.digest ?? null,
  }));
}

function saidOf(facts: readonly ReleaseFact[]): Pick<ReleaseStory, 'commands' | 'delegations'> {
  const said = eventsOf(facts, 'statement.accepted');
  return {
    commands: said
      .filter(({ kind }) => kind === 'command')
      .map(({ seq, at, by, says, about, evidence, digest }) => ({
        seq,
        at,
        by,
        command: says,
        about,
        evidence,
        statement: digest,
      })),
    delegations: said.flatMap(({ seq, at, by, about, digest, inPlaceOf }) =>
      inPlaceOf === undefined
        ? []
        : [
            {
              seq,
              at,
              delegation: inPlaceOf.delegation,
              delegate: by,
              inPlaceOf: inPlaceOf.person,
              about,
              statement: digest,
            },
          ],
    ),
  };
}

function waitsOf(facts: readonly ReleaseFact[]): readonly EndedWait[] {
  const ends = eventsOf(facts, 'wait.ended');
  return eventsOf(facts, 'wait.began').map(({ wait, at, seq }) => {
    const end = ends.find((ended) => ended.wait === wait.id && ended.seq > seq);
    return {
      wait: wait.id,
      kind: wait.kind,
      reason: wait.reason,
      from: at,
      to: end?.at ?? null,
      outcome: end?.outcome ?? null,
    };
  });
}
