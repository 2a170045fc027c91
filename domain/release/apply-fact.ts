import type { ReleaseEvent, ReleaseFact } from './event.ts';
import { foldContent } from './fold/content.ts';
import { foldDecision } from './fold/decision.ts';
import { foldDeviation } from './fold/deviation.ts';
import { foldEnd } from './fold/end.ts';
import { foldEnvironment } from './fold/environment.ts';
import type { EventOf } from './fold/event-of.ts';
import { foldRevision } from './fold/revision.ts';
import { foldRollback } from './fold/rollback.ts';
import { foldStage } from './fold/stage.ts';
import type { ReleaseState } from './state.ts';

/**
 * The one fold: workflow, projection and replay all build state with it.
 * Throws when the fact does not follow the last one, because a gap means that something was lost.
 */
export function applyFact(state: ReleaseState, fact: ReleaseFact): ReleaseState {
  if (fact.seq !== state.seq + 1) {
    throw new Error(`Fact ${fact.seq} does not follow fact ${state.seq}.`);
  }
  return { ...fold(state, fact.event, fact), seq: fact.seq, at: fact.at };
}

function fold(state: ReleaseState, event: ReleaseEvent, fact: ReleaseFact): ReleaseState {
  switch (event.type) {
    case 'release.started':
      return begin(state, event);
    case 'plan.revised':
      return foldRevision(state, event, fact.at);
    case 'stage.started':
    case 'stage.succeeded':
    case 'stage.failed':
    case 'wait.began':
    case 'wait.ended':
      return foldStage(state, event, fact.at);
    case 'component.built':
    case 'authors.identified':
    case 'artifact.packaged':
    case 'gate.judged':
    case 'canary.judged':
    case 'analysis.judged':
    case 'alert.judged':
      return foldContent(state, event, fact.at);
    case 'requirement.opened':
    case 'requirement.settled':
    case 'task.skipped':
    case 'requirement.reminded':
    case 'requirement.escalated':
    case 'requirement.extended':
    case 'statement.accepted':
    case 'statement.refused':
    case 'refusals.counted':
      return foldDecision(state, event, fact);
    case 'deviation.asked':
    case 'deviation.answered':
    case 'deviation.used':
      return foldDeviation(state, event, fact.at);
    case 'lease.requested':
    case 'lease.granted':
    case 'lease.released':
    case 'lease.recalled':
    case 'lease.yielded':
    case 'environment.rechecked':
    case 'environment.admitted':
    case 'environment.passed':
    case 'announcement.sent':
    case 'message.unsent':
    case 'compensation.registered':
    case 'change.applied':
    case 'traffic.shifted':
    case 'targets.replaced':
    case 'change.settled':
    case 'change.replaced':
    case 'change.withheld':
      return foldEnvironment(state, event, fact.at);
    case 'rollback.started':
    case 'forensics.captured':
    case 'compensation.done':
    case 'compensation.failed':
    case 'compensation.skipped':
    case 'compensation.kept':
    case 'rollback.taken-over':
    case 'rollback.validated':
    case 'rollback.finished':
    case 'incident.opened':
    case 'incident.resolved':
      return foldRollback(state, event, fact.at);
    default:
      return foldEnd(state, event, fact.at);
  }
}

function begin(state: ReleaseState, event: EventOf<'release.started'>): ReleaseState {
  return {
    ...state,
    planDigest: event.planDigest,
    name: event.name,
    title: event.title,
    releaseClass: event.releaseClass,
    requestedBy: event.requestedBy,
    services: event.services,
    environments: event.environments,
    stages: event.stages.map((stage) => ({
      ...stage,
      status: 'pending',
      attempt: 0,
      startedAt: null,
      endedAt: null,
      summary: null,
      failure: null,
    })),
  };
}
