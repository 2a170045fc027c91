import type { Statement } from '../approval/statement.ts';
import type { PlanOutline } from '../plan/plan.ts';
import { type Reception, refuse, type VerifiedStatement } from '../release/reception.ts';
import type { ReleaseState } from '../release/state.ts';
import { type AlertContent, type AlertPolicy, isSameFiring } from './alert.ts';
import { alertPolicyOf } from './alert-policy-of.ts';
import { changesIn } from './changes-in.ts';

/** Beyond this many firings a release hears of no new one: it knows enough by then. */
const knownLimit = 100;

type AlertStatement = Extract<Statement, { kind: 'alert' }>;

/**
 * Whether a release takes an alert in. It does for what it has changed and still answers for: an
 * alert about something else, or one that fired before the change, is no harm that it did.
 */
export function receiveAlert(
  plan: PlanOutline,
  state: ReleaseState,
  { groups }: Pick<VerifiedStatement, 'groups'>,
  { content, environment }: AlertStatement,
): Reception {
  const policy = alertPolicyOf(plan, environment);
  if (environment === null || policy === null) {
    return refuse('alert/not-heeded', `Its plan heeds no alerts in ${environment ?? 'general'}.`);
  }
  if (!groups.includes(policy.from)) {
    return refuse('alert/not-entitled', `Alerts count from accounts of ${policy.from} alone.`);
  }
  const other = whyAnother(plan, policy, content);
  if (other !== null) return refuse('alert/about-another', other);
  const known = state.alerts?.find((alert) => isSameFiring(alert, content));
  const { name, fingerprint, status, startsAt } = content;
  if (status === 'resolved' && known === undefined) {
    return refuse('alert/not-known', `Nobody has said here that ${name} fires.`);
  }
  if (status === 'firing') {
    const obstacle = whyNotOurs(state, environment, content);
    if (obstacle !== null) return obstacle;
  }
  return {
    outcome: 'accepted',
    says: status,
    about: name,
    evidence: null,
    reason: reasonOf(name, environment, status),
    alert: { fingerprint, name, status, startsAt, environment },
  };
}

function reasonOf(name: string, environment: string, status: AlertContent['status']): string {
  if (status === 'firing') return `${name} fires in ${environment}.`;
  return `${name} fires no more in ${environment}: what it has led to stays.`;
}

/** What a label says that is too long or missing, it does not say. */
function whyAnother(
  plan: PlanOutline,
  { labels: asked = {} }: AlertPolicy,
  { service, labels }: AlertContent,
): string | null {
  if (service !== null && !plan.components.some(({ name }) => name === service)) {
    return `It is about ${service}, which this release does not bring.`;
  }
  for (const [label, values] of Object.entries(asked)) {
    if (values.includes(labels[label] ?? '')) continue;
    return `Heeded are alerts whose label \`${label}\` is ${values.join(' or ')}.`;
  }
  return null;
}

/** Why a firing alert is no harm that this release did. */
function whyNotOurs(
  state: ReleaseState,
  environment: string,
  { name, startsAt }: AlertContent,
): Reception | null {
  if (state.phase !== 'rolling-out' || changesIn(state, environment).length === 0) {
    const reason = `It has changed nothing in ${environment} that it still answers for.`;
    return refuse('alert/nothing-changed', reason);
  }
  const deploy = state.stages.find(
    (stage) => stage.kind === 'deploy' && stage.environment === environment,
  );
  // A deployment that was begun again may have done it the first time, which nobody has noted.
  const since = deploy?.attempt === 1 ? (deploy.startedAt ?? startsAt) : startsAt;
  if (Date.parse(startsAt) < Date.parse(since)) {
    const reason = `${name} fires since ${startsAt}, and the change began at ${since}.`;
    return refuse('alert/older-than-change', reason);
  }
  if ((state.alerts?.length ?? 0) < knownLimit) return null;
  return refuse('alert/too-many', `It has heard of ${knownLimit} alerts already.`);
}
