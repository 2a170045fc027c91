import { contentDigest } from '../../domain/ledger/digest.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import type { Actor } from '../access/actor.ts';
import type { WrittenRelease } from '../plans/written-release.ts';
import { Problem } from '../problem.ts';
import type { Services } from '../services.ts';
import { type ChosenKey, claimKey } from './claim-key.ts';
import { compileAsSeen } from './compile-as-seen.ts';

export type StartRequest = {
  readonly written: WrittenRelease;
  /** The plan that the caller saw. */
  readonly planDigest: string;
  readonly idempotencyKey: string | null;
};

/**
 * `isNew`: this request claimed the name. Otherwise the very same request had claimed it before.
 */
export type Started = {
  readonly release: string;
  readonly planDigest: string;
  readonly isNew: boolean;
};

/**
 * Starts a release: compiles, compares with what the caller saw, claims the name with a sealed
 * plan, and starts the workflow. Every step can be repeated, so the same request again finishes
 * what a crash has cut short.
 */
export async function start(
  request: StartRequest,
  actor: Actor,
  services: Services,
): Promise<Started> {
  const { written, planDigest, idempotencyKey } = request;
  const spec = written.document.content;
  const requestDigest = contentDigest({ spec, planDigest, requestedBy: actor.subject });
  const key =
    idempotencyKey === null
      ? null
      : { actor: actor.subject, key: `start ${idempotencyKey}`, requestDigest };
  if (key !== null && (await services.records.findKeyed(key)).outcome === 'other-request') {
    throw keyReused(key);
  }
  const known = await services.records.sealed(spec.name);
  // What was claimed is compared and not compiled again: the catalog may have moved on since.
  const plan = known === null ? await compileAsSeen(written, planDigest, services) : known.plan;
  if (known === null && plan.lowering?.answer.by === actor.subject) {
    throw new Problem('lowering-own', {
      detail: `You have granted ${plan.lowering.id}, by which the release has less rigor.`,
    });
  }
  // Asked before the name is claimed, so that nothing is left half done when Temporal is away.
  if (known === null) await services.releases.requireReachable();
  if (key !== null && !(await claimKey(key, services.records))) throw keyReused(key);
  const isNew = await claim(plan, { requestDigest, planDigest }, actor, services);
  await ensureStarted(plan, planDigest, services);
  return { release: spec.name, planDigest, isNew };
}

/**
 * Temporal forgets closed workflows some time, and would then take their ids again. So a release
 * that has closed is never started, whatever Temporal still knows of it. One that is open and was
 * ended around Tidegate goes on from what is recorded.
 */
async function ensureStarted(
  plan: ReleasePlan,
  planDigest: string,
  { records, releases }: Services,
): Promise<void> {
  if ((await records.state(plan.name))?.phase === 'closed') return;
  await releases.start({ release: plan.name, planDigest, summary: summaryOf(plan) });
}

async function claim(
  plan: ReleasePlan,
  { requestDigest, planDigest }: { requestDigest: string; planDigest: string },
  actor: Actor,
  { records, signer, clock }: Services,
): Promise<boolean> {
  const release = plan.name;
  const requestedBy = actor.subject;
  const { jws } = await signer.signSeal({
    kind: 'plan-seal',
    release,
    planDigest,
    requestedBy,
    issuedAt: clock().toISOString(),
  });
  const outcome = await records.claimPlan({
    release,
    requestDigest,
    plan,
    planDigest,
    requestedBy,
    seal: jws,
  });
  if (outcome !== 'taken') return outcome === 'claimed';
  throw new Problem('name-taken', {
    detail:
      `A release called ${release} was started by another request, ` +
      `with other content or by another person.`,
    members: { release: `/v1/releases/${release}` },
  });
}

function keyReused({ key }: ChosenKey): Problem {
  return new Problem('idempotency-key-reused', {
    detail: `You have used the key ${key.slice('start '.length)} for another request.`,
  });
}

/** One line for the Temporal UI, far below what the server takes. */
function summaryOf({ title, components }: ReleasePlan): string {
  const versions = components.map(({ name, version }) => `${name} ${version}`).join(', ');
  return `${title}: ${versions}`.slice(0, 180);
}
