import type { Statement, StatementHead } from '../approval/statement.ts';
import type { PlanOutline } from '../plan/plan.ts';
import type { ReleaseEvent } from '../release/event.ts';
import { receiveStatement } from '../release/receive-statement.ts';
import type { ReleaseState, RequirementState } from '../release/state.ts';
import type { RehearsalOrder } from './order.ts';

/** What people of a rehearsal answer to a recorded event, by the state that it led to. */
export type People = (event: ReleaseEvent, state: ReleaseState) => readonly Statement[];

type Cast = Pick<RehearsalOrder, 'groups' | 'nobody'> & {
  readonly plan: PlanOutline;
  /** Whether people say no to the requirement. */
  readonly rejects: (requirement: RequirementState) => boolean;
};

/**
 * People who say yes whenever they are asked and may, and meet their obligations. Whoever is asked
 * is found by the rules of the release, so that a group in which nobody may decide shows. Nobody
 * retries, extends or proceeds: what a release cannot get over by itself is what a rehearsal is to
 * show.
 */
export function castPeople(cast: Cast): People {
  const speaking = new Speaking(cast);
  return (event, state) => {
    if (event.type === 'requirement.opened') return speaking.answer(event.requirement, state);
    if (event.type === 'obligation.opened') {
      return speaking.meet(event.obligation, event.owner, state);
    }
    if (event.type === 'obligation.escalated') {
      return speaking.meet(event.obligation, event.to, state);
    }
    return [];
  };
}

/** Whatever evidence a plan demands. */
const shown = {
  link: 'https://rehearsal.invalid/evidence',
  file: `sha256:${'0'.repeat(64)}`,
};

class Speaking {
  private readonly cast: Cast;
  /** One person fills one requirement of a stage: who has been asked for which. */
  private readonly asked = new Map<string, string>();
  private said = 0;

  constructor(cast: Cast) {
    this.cast = cast;
  }

  /** As many people as are needed; fewer where the rules exclude the others. */
  answer(id: string, state: ReleaseState): readonly Statement[] {
    const requirement = state.requirements.find((known) => known.id === id);
    if (requirement === undefined) return [];
    const willing = this.membersOf(requirement.group).filter((person) =>
      this.isFree(person, requirement),
    );
    const statements = willing
      .map((person) => this.decision(person, requirement, state))
      .filter((statement) => this.counts(statement, state))
      .slice(0, requirement.count);
    for (const { by } of statements) this.asked.set(this.askedKey(by, requirement), id);
    return statements;
  }

  /** One person of the group, with evidence. */
  meet(obligation: string, group: string, state: ReleaseState): readonly Statement[] {
    const statements = this.membersOf(group).map(
      (person): Statement => ({
        ...this.head(person, null, state.planDigest ?? '', state),
        kind: 'command',
        content: {
          command: 'complete-obligation',
          target: obligation,
          evidence: 'https://rehearsal.invalid/evidence',
        },
      }),
    );
    return statements.filter((statement) => this.counts(statement, state)).slice(0, 1);
  }

  private decision(by: string, requirement: RequirementState, state: ReleaseState): Statement {
    const { id, kind, environment, subjectDigest } = requirement;
    const head = this.head(by, environment, subjectDigest, state);
    const no = this.cast.rejects(requirement);
    if (kind === 'task') {
      const report = { outcome: no ? 'failed' : 'done', ...shown } as const;
      const commentDigest = shown.file;
      return {
        ...head,
        commentDigest,
        kind: 'task-report',
        content: { requirement: id, ...report },
      };
    }
    if (kind === 'uat') {
      const verdict = no ? 'reject' : 'accept';
      return { ...head, kind: 'uat-verdict', content: { requirement: id, verdict } };
    }
    const verdict = no ? 'reject' : 'approve';
    return { ...head, kind: 'decision', content: { requirement: id, verdict } };
  }

  private counts(statement: Statement, state: ReleaseState): boolean {
    const groups = this.cast.groups
      .filter(({ members }) => members.includes(statement.by))
      .map(({ id }) => id);
    const verified = { statement, digest: '', groups };
    const { plan } = this.cast;
    const reception = receiveStatement(plan.name, plan, state, verified, statement.issuedAt);
    return reception.outcome === 'accepted';
  }

  private membersOf(group: string): readonly string[] {
    if (this.cast.nobody.includes(group)) return [];
    return this.cast.groups.find(({ id }) => id === group)?.members ?? [];
  }

  private isFree(person: string, requirement: RequirementState): boolean {
    const other = this.asked.get(this.askedKey(person, requirement));
    return other === undefined || other === requirement.id;
  }

  private askedKey(person: string, { stage, attempt }: RequirementState): string {
    return `${stage} ${attempt} ${person}`;
  }

  private head(
    by: string,
    environment: string | null,
    subjectDigest: string,
    state: ReleaseState,
  ): StatementHead {
    this.said += 1;
    return {
      id: `rehearsal-${this.said}`,
      release: this.cast.plan.name,
      environment,
      subjectDigest,
      by,
      commentDigest: null,
      nonce: `rehearsal-${this.said}`,
      issuedAt: state.at ?? '',
      expiresAt: '9999-12-31T00:00:00.000Z',
    };
  }
}
