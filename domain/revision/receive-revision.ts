import type { Statement } from '../approval/statement.ts';
import type { PlanOutline } from '../plan/plan.ts';
import { entitledGroups } from '../release/receive-command.ts';
import { type Reception, refuse, type VerifiedStatement } from '../release/reception.ts';
import type { ReleaseState } from '../release/state.ts';
import { whyFinal } from '../rollback/why-kept.ts';
import { effectOf, type RevisionStep } from './effect-of.ts';
import { isOpen } from './open-changes.ts';
import type { RevisionContent } from './revision.ts';
import { whyNoSafePoint } from './safe-point.ts';
import { liftedFor, whyFrozen } from './scope-freeze.ts';

/** Of one release. Each stays in its state for ever, which Temporal carries as one payload. */
const mostRevisions = 50;

/** Whether a release goes on by another plan from here on, because of this person. */
export function receiveRevision(
  plan: PlanOutline,
  state: ReleaseState,
  { groups, revised }: VerifiedStatement,
  { by, content, subjectDigest }: Extract<Statement, { kind: 'revision' }>,
  now: string,
): Reception {
  const { from, to, reason } = content;
  if (to === state.planDigest || to === from) {
    return refuse('revision/same-plan', 'It leads to the plan by which the release goes already.');
  }
  if (subjectDigest !== state.planDigest || from !== state.planDigest) {
    return refuse('statement/other-subject', 'It speaks about another plan than the running one.');
  }
  if (revised === undefined || revised.name !== state.name) {
    return refuse('revision/not-sealed', `No plan ${to} was sealed for this release.`);
  }
  const entitled = entitledGroups(plan, 'retry');
  if (!entitled.some((group) => groups.includes(group))) {
    return refuse('revision/not-entitled', `Only people of ${entitled.join(', ')} revise it.`);
  }
  if ((state.revisions ?? []).length >= mostRevisions) {
    return refuse('revision/too-many', `${mostRevisions} revisions were made, and no more are.`);
  }
  return (
    whyWronglyDropped(plan, revised, content) ??
    whyNotReached(state, revised) ??
    whyNotBegunAnew({ before: plan, after: revised, by }, state) ??
    whyNotLifted(plan, state, { to, by }, now) ??
    whyNotNow(state) ?? {
      outcome: 'accepted',
      says: 'revise',
      about: null,
      evidence: null,
      reason: `The plan is revised: ${reason}`.slice(0, 300),
    }
  );
}

/** Each component that goes out no more is given up with a reason, and nothing else is. */
function whyWronglyDropped(
  plan: PlanOutline,
  { components }: PlanOutline,
  { dropped }: RevisionContent,
): Reception | null {
  const stays = new Set(components.map(({ name }) => name));
  const missing = plan.components.filter(({ name }) => !stays.has(name));
  const silent = missing.find(({ name }) => !dropped.some(({ component }) => component === name));
  if (silent !== undefined) {
    return refuse('revision/dropped-without-reason', `Nothing says why ${silent.name} is dropped.`);
  }
  const wrong = dropped.find(
    ({ component }, index) =>
      !missing.some(({ name }) => name === component) ||
      dropped.findIndex((each) => each.component === component) !== index,
  );
  if (wrong === undefined) return whyNotOwed(plan, dropped);
  const what = `${wrong.component} is not dropped by this plan, or is named twice.`;
  return refuse('revision/not-dropped', what);
}

function whyNotOwed(plan: PlanOutline, dropped: RevisionContent['dropped']): Reception | null {
  const owners = entitledGroups(plan, 'complete-obligation');
  const wrong = dropped.find(
    ({ followUp }) => followUp !== null && !owners.includes(followUp.owner),
  );
  if (wrong === undefined) return null;
  const who = owners.join(', ');
  return refuse(
    'revision/follow-up',
    `${wrong.followUp?.owner} cannot complete what is owed for ${wrong.component}; ${who} can.`,
  );
}

/** What was begun in an environment has to be ended there. */
function whyNotReached({ changes }: ReleaseState, { environments }: PlanOutline): Reception | null {
  const begun = changes.find(
    (change) => isOpen(change) && !environments.includes(change.environment),
  );
  if (begun === undefined) return null;
  return refuse(
    'revision/environment-begun',
    `${begun.component} was brought to ${begun.environment}, where the new plan does not go.`,
  );
}

/** What has no way back cannot be taken back to bring something else. */
function whyNotBegunAnew(step: RevisionStep, state: ReleaseState): Reception | null {
  const begun = state.changes.filter(
    (change) => isOpen(change) && whyFinal(change, state.changes) !== null,
  );
  if (begun.length === 0) return null;
  const { restarted } = effectOf(step, state);
  const anew = state.stages.filter(({ id, kind }) => kind === 'deploy' && restarted.includes(id));
  const stuck = begun.find(({ environment }) =>
    anew.some((stage) => stage.environment === environment),
  );
  if (stuck === undefined) return null;
  return refuse(
    'revision/irreversible',
    `${stuck.component} ${stuck.to.version} is in ${stuck.environment}, and has no way back.`,
  );
}

/** After the freeze somebody else has agreed to exactly this. */
function whyNotLifted(
  plan: PlanOutline,
  state: ReleaseState,
  revision: { readonly to: string; readonly by: string },
  now: string,
): Reception | null {
  const frozen = whyFrozen(plan, state, now);
  if (frozen === null || liftedFor(state, revision, now) !== undefined) return null;
  const grantedBy = plan.deviations?.revision?.grantedBy;
  const wayOut =
    grantedBy === undefined
      ? 'The plan names nobody who lets it be revised.'
      : `${grantedBy} grants a revision to ${revision.to}, when somebody else has asked for it.`;
  return refuse('revision/frozen', `${frozen} ${wayOut}`);
}

function whyNotNow(state: ReleaseState): Reception | null {
  const obstacle = whyNoSafePoint(state);
  return obstacle === null ? null : refuse('revision/not-now', obstacle);
}
