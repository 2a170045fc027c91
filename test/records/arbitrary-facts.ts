import fc from 'fast-check';
import { messageKinds } from '../../domain/message/message.ts';
import type { ReleaseEvent, ReleaseFact } from '../../domain/release/event.ts';
import { judgedAlert, saidAlert } from './arbitrary-alert.ts';
import { analysis } from './arbitrary-analysis.ts';
import {
  authors,
  count,
  defect,
  digest,
  environment,
  evidence,
  failure,
  id,
  instant,
  number,
  person,
  report,
  text,
  verdict,
  version,
  wait,
} from './arbitrary-parts.ts';
import { revision, stages } from './arbitrary-revision.ts';
import { taskReport } from './arbitrary-task.ts';
import { factsOf, startOf } from './facts.ts';

type Type = ReleaseEvent['type'];
type EventOf<Each extends Type> = Extract<ReleaseEvent, { type: Each }>;
type Fields<Each extends Type> = {
  [Field in Exclude<keyof EventOf<Each>, 'type'>]: fc.Arbitrary<EventOf<Each>[Field]>;
};

const kind = fc.constantFrom(...messageKinds);
/** Every type of event but the first; a new type does not compile until it is here. */
const fields: { readonly [Each in Exclude<Type, 'release.started'>]: Fields<Each> } = {
  'plan.revised': revision,
  'stage.started': { stage: id, attempt: count },
  'stage.succeeded': { stage: id, summary: text },
  'stage.failed': { stage: id, failure },
  'wait.began': { wait },
  'wait.ended': { wait: id, outcome: text },
  'component.built': {
    component: id,
    tag: text,
    commit: digest,
    ...authors,
    mergers: fc.array(id),
    unknownMergers: fc.array(digest),
  },
  'authors.identified': { component: id, ...authors },
  'artifact.packaged': { component: id, version: text, digest, sizeBytes: fc.maxSafeNat() },
  'gate.judged': {
    stage: id,
    gate: id,
    component: fc.option(id),
    verdict,
    reason: text,
    evidence: fc.option(evidence),
  },
  'canary.judged': {
    stage: id,
    component: id,
    weightPercent: number,
    verdict,
    reason: text,
    report,
  },
  'analysis.judged': analysis,
  'deviation.asked': {
    deviation: id,
    request: digest,
    by: person,
    grantedBy: id,
    terms: fc.record({ approvals: count, collectWithinMs: count }),
    scope: fc.oneof(
      fc.record({
        kind: fc.constant('calendar'),
        environment,
        entries: fc.array(id, { maxLength: 2 }),
        outsideWindows: fc.boolean(),
      }),
      fc.constant({ kind: 'bypass', environment: 'lab', requirement: 'cab', subjectDigest: 's' }),
    ),
    reason: text,
    compensatingControl: text,
    until: instant,
    followUp: fc.record({ what: text, owner: id, due: instant }),
  },
  'deviation.answered': {
    deviation: id,
    verdict: fc.constantFrom('grant', 'refuse'),
    by: person,
    statement: digest,
  },
  'deviation.used': { deviation: id, stage: id },
  'requirement.opened': {
    requirement: id,
    stage: id,
    kind: fc.constantFrom('approval', 'uat', 'task'),
    environment,
    group: id,
    count,
    subjectDigest: digest,
    evidenceDigest: digest,
    planPart: digest,
    attempt: count,
    deadline: instant,
    thresholds: fc.record({ critical: count, high: count }),
    letsStand: fc.record({ requirement: id, defects: fc.array(defect) }),
    confirms: fc.record({ requirement: id, report: digest }),
  },
  'requirement.settled': {
    requirement: id,
    outcome: fc.constantFrom('approved', 'rejected', 'expired', 'superseded', 'withdrawn'),
  },
  'task.skipped': { task: id, by: person, statement: digest },
  'requirement.reminded': { requirement: id },
  'requirement.escalated': { requirement: id, to: id },
  'requirement.extended': { requirement: id, deadline: instant },
  'statement.accepted': {
    id: digest,
    kind: fc.constantFrom('decision', 'uat-verdict', 'uat-defect', 'task-report', 'command'),
    digest,
    by: person,
    says: fc.constantFrom('approve', 'reject', 'withdraw', 'pause'),
    about: fc.option(id),
    evidence: fc.option(text),
    reason: text,
    defect,
    task: taskReport,
    alert: saidAlert,
    inPlaceOf: fc.record({ delegation: digest, person }),
  },
  'alert.judged': judgedAlert,
  'statement.refused': { id: fc.option(digest), signal: text, code: id, reason: text },
  'refusals.counted': { count },
  'lease.requested': { environment },
  'lease.granted': { environment, fence: count },
  'lease.released': { environment },
  'lease.recalled': { environment, for: fc.option(id), reason: text },
  'lease.yielded': { environment, fence: count, to: id, reason: text },
  'environment.rechecked': { environment },
  'environment.admitted': { environment, manifestDigest: digest },
  'environment.passed': { environment, manifestDigest: digest },
  'message.unsent': { kind, audience: fc.array(text), channel: fc.option(id), failure },
  'announcement.sent': { stage: id, audience: fc.array(text), reference: text },
  'compensation.registered': {
    key: id,
    environment,
    component: id,
    what: fc.constantFrom('deployment', 'traffic'),
    to: version,
    planDigest: digest,
    irreversible: fc.record({ reason: text }),
    holds: fc.array(id),
    stays: fc.record({ reason: text }),
  },
  'change.applied': { key: id, from: fc.option(version), changed: fc.boolean() },
  'targets.replaced': {
    environment,
    component: id,
    digest,
    targets: fc.array(number),
    replaced: number,
    of: number,
  },
  'traffic.shifted': { environment, component: id, digest, weightPercent: number },
  'change.settled': { key: id },
  'change.replaced': { key: id, restored: fc.option(version) },
  'change.withheld': { key: id },
  'rollback.started': {
    reason: text,
    by: fc.option(person),
    stage: id,
    thenOutcome: fc.constantFrom('rolled-back', 'withdrawn'),
  },
  'forensics.captured': {
    environment,
    exhibits: fc.array(
      fc.record({ component: id, evidence, parts: fc.constant(['logs', 'state']) }),
    ),
    missing: fc.array(fc.record({ component: id, part: fc.constant('metrics'), reason: text })),
  },
  'compensation.done': { key: id, summary: text, restored: fc.option(version) },
  'compensation.failed': { key: id, failure },
  'compensation.skipped': { key: id, by: person },
  'compensation.kept': { key: id, reason: text },
  'rollback.taken-over': { by: person },
  'rollback.validated': {
    environment,
    verdict: fc.constantFrom('pass', 'fail', 'inconclusive'),
    reason: text,
    components: fc.array(
      fc.record({
        component: id,
        expected: fc.option(version),
        found: fc.option(version),
        verdict: fc.constantFrom('pass', 'fail'),
        reason: text,
      }),
    ),
    evidence: fc.option(evidence),
  },
  'incident.opened': {
    incident: id,
    kind: fc.constantFrom('breach', 'rollback-failed', 'not-restored'),
    environment,
    title: text,
  },
  'incident.resolved': { incident: id, how: text },
  'rollback.finished': { environment: fc.option(environment) },
  'release.paused': { by: person },
  'release.resumed': { by: person },
  'release.live': { environment },
  'obligation.opened': {
    obligation: id,
    title: text,
    owner: id,
    due: instant,
    mandatoryBecause: fc.array(text),
  },
  'obligation.reminded': { obligation: id },
  'obligation.escalated': { obligation: id, to: id },
  'obligation.met': { obligation: id, by: person },
  'obligation.waived': { obligation: id, by: person },
  'release.closed': { outcome: fc.constantFrom('released', 'rolled-back', 'withdrawn') },
};

const started = fc
  .record({ title: text, services: fc.uniqueArray(id), environments: fc.uniqueArray(environment) })
  .map((change) => startOf({ ...change, stages: stages.map((stage) => ({ ...stage })) }));

// The fields belong to the type, as `fields` says; its entries have lost that.
const later: readonly fc.Arbitrary<ReleaseEvent>[] = Object.entries<
  Readonly<Record<string, fc.Arbitrary<unknown>>>
>(fields).map(([type, of]) =>
  fc.record({ ...of, type: fc.constant(type) }).map((event) => event as ReleaseEvent),
);

/** The facts of a release that began and then did whatever a release may do. */
export const arbitraryFacts: fc.Arbitrary<ReleaseFact[]> = fc
  .tuple(started, fc.array(fc.oneof(...later), { maxLength: 40, size: 'max' }))
  .map(([first, rest]) => factsOf([first, ...rest]));
