import { canonicalJson } from '../domain/ledger/canonical-json.ts';
import { sha256Hex } from '../domain/ledger/digest.ts';
import type { PlanOutline, ReleasePlan } from '../domain/plan/plan.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { outlineOf } from '../domain/revision/outline-of.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';
import type { SealedPlan } from './ports/records.ts';

type SealPorts = Pick<Ports, 'plans' | 'verifier'>;
/** What it takes to prove by which plan a release goes. */
export type PlanPorts = SealPorts & Pick<Ports, 'ledger' | 'statements'>;

/** A plan of a release, and the one that it was started with. */
export type ProvenPlan = SealedPlan & { readonly first: ReleasePlan };

/**
 * The plan by which a release goes, after its digest and its seal have been checked, and what is
 * recorded of the release: that is where a run begins, whatever it was started with.
 */
export function createLoadSealedPlan(ports: PlanPorts) {
  return async function loadSealedPlan(order: {
    release: string;
    planDigest: string;
  }): Promise<{ plan: PlanOutline; requestedBy: string; recorded: ReleaseState | null }> {
    const { release } = order;
    const recorded = await ports.ledger.state(release);
    // A run that begins the release has to know its plan; from then on the records say which it is.
    const first = await sealedPlanOf(
      ports,
      release,
      recorded?.revisions?.[0]?.from ?? order.planDigest,
    );
    const planDigest = recorded?.planDigest ?? order.planDigest;
    const { plan } = await sealedPlanOf(ports, release, planDigest);
    return { plan: outlineOf(plan), requestedBy: first.requestedBy, recorded };
  };
}

/**
 * Loads and verifies the plan of that digest: the one that the release was started with, or one
 * that a recorded revision has led to, which a signed statement stands behind. Every failure is
 * terminal: an unsealed plan is nobody's decision.
 */
export async function sealedPlanOf(
  ports: PlanPorts,
  release: string,
  planDigest: string,
): Promise<ProvenPlan> {
  const first = await ports.plans.sealed(release);
  if (first === null) throw refuse(`No plan was sealed for release ${release}.`);
  if (first.planDigest === planDigest) {
    return { ...(await requireSealed(ports, first, planDigest)), first: first.plan };
  }
  await requireRevision(ports, release, planDigest);
  const revised = await ports.plans.revised(release, planDigest);
  if (revised === null) {
    throw refuse(
      `The stored plan of ${release} has digest ${first.planDigest}, not ${planDigest}.`,
    );
  }
  return { ...(await requireSealed(ports, revised, planDigest)), first: first.plan };
}

/**
 * The plan that somebody asks a release to take, or null where none of that digest was sealed for
 * this release.
 */
export async function planToTake(
  ports: SealPorts,
  release: string,
  planDigest: string,
): Promise<ReleasePlan | null> {
  const first = await ports.plans.sealed(release);
  const sealed =
    first?.planDigest === planDigest ? first : await ports.plans.revised(release, planDigest);
  if (sealed === null) return null;
  const why = await whyNotSealed(ports, sealed, planDigest);
  return why === null && sealed.release === release ? sealed.plan : null;
}

async function requireSealed(
  ports: SealPorts,
  sealed: SealedPlan,
  planDigest: string,
): Promise<SealedPlan> {
  const why = await whyNotSealed(ports, sealed, planDigest);
  if (why !== null) throw refuse(why);
  return sealed;
}

/** Why a stored plan is not what the API has sealed for that release, as a sentence. */
async function whyNotSealed(
  { verifier }: SealPorts,
  sealed: SealedPlan,
  planDigest: string,
): Promise<string | null> {
  const { release } = sealed;
  const actual = sha256Hex(canonicalJson(sealed.plan));
  if (actual !== planDigest || sealed.planDigest !== planDigest) {
    return `The stored plan of ${release} has digest ${actual}, not ${planDigest}.`;
  }
  const verified = await verifier.verifySeal(sealed.seal);
  if ('refused' in verified) return `The seal of ${release}: ${verified.refused.reason}`;
  const { content } = verified;
  const fits =
    content.release === release &&
    content.planDigest === planDigest &&
    content.requestedBy === sealed.requestedBy;
  return fits ? null : `The seal of ${release} speaks about another release, plan or person.`;
}

/** A recorded revision counts by the signed statement that it names, and by nothing else. */
async function requireRevision(
  { ledger, statements, verifier }: PlanPorts,
  release: string,
  planDigest: string,
): Promise<void> {
  const state = await ledger.state(release);
  const revision = state?.revisions?.findLast(({ to }) => to === planDigest);
  if (revision === undefined) {
    throw refuse(`No recorded revision of ${release} led to the plan ${planDigest}.`);
  }
  const jws = await statements.load(revision.statement);
  const verified = jws === null ? null : await verifier.verify(jws);
  const said = verified === null || 'refused' in verified ? null : verified.statement;
  const fits =
    said?.kind === 'revision' &&
    said.release === release &&
    said.by === revision.by &&
    said.content.from === revision.from &&
    said.content.to === planDigest;
  if (!fits) throw refuse(`No signed statement led ${release} to the plan ${planDigest}.`);
}

function refuse(message: string): StepFailure {
  return new StepFailure(
    'terminal',
    'plan/not-sealed',
    message,
    'Start releases through POST /v1/releases, and revise them through POST …/revisions: both ' +
      'seal the plan. Withdraw this one.',
  );
}
