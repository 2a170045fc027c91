import { randomUUID } from 'node:crypto';
import type { FollowUp } from '../../domain/deviation/deviation.ts';
import {
  aLowering,
  type GrantedLowering,
  grantedOf,
  type Lowering,
  type LoweringRequest,
} from '../../domain/deviation/lowering.ts';
import { whyWrongTimes } from '../../domain/deviation/why-not-asked.ts';
import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import { compilePlan, type PlanSources } from '../../domain/plan/compile-plan.ts';
import { entryOf } from '../../domain/plan/entry-of.ts';
import type { DeviationRule } from '../../domain/plan/policy.ts';
import { standingOf } from '../../domain/proposal/proposal.ts';
import { proposedAct } from '../../domain/proposal/signed-acts.ts';
import { outlineOf } from '../../domain/revision/outline-of.ts';
import { assessRelease } from '../../domain/risk/assess-release.ts';
import type { Actor } from '../access/actor.ts';
import { doesNotCompile, planSources } from '../plans/compile.ts';
import type { WrittenRelease } from '../plans/written-release.ts';
import { Problem } from '../problem.ts';
import { signAct } from '../proposals/sign-act.ts';
import type { Services } from '../services.ts';

export type LoweringOrder = {
  readonly written: WrittenRelease;
  readonly reason: string;
  readonly compensatingControl: string;
  /** RFC 3339. */
  readonly until: string;
  readonly followUp: FollowUp;
};

/**
 * Asks for it that a release may have less rigor than its risk asks for. It is about exactly what
 * was sent; the same from the same person is the same as long as it is open. Throws a `Problem`
 * where nothing is too low, where nobody grants it, or where the release does not compile besides.
 */
export async function askForLowering(
  order: LoweringOrder,
  actor: Actor,
  services: Services,
): Promise<Lowering> {
  const { written } = order;
  const now = services.clock().toISOString();
  const sources = await planSources(written, services);
  const { scope, rule } = whatToLower(sources);
  const { reason, compensatingControl, until, followUp } = order;
  const release = sources.spec.name;
  const said = { reason, compensatingControl, until, followUp, grantedBy: rule.grantedBy };
  const request = { release, scope, ...said };
  const id = `lowering-${randomUUID()}`;
  const lowering = aLowering(request, { id, by: actor.subject, at: now });
  const compiled = compilePlan({ ...sources, lowerings: ifGranted(lowering, rule) });
  if ('problems' in compiled) throw doesNotCompile(compiled.problems, written);
  const wrong = whyWrongTimes(outlineOf(compiled.plan), request, rule.longestMs, now);
  if (wrong !== null) throw new Problem('lowering-not-so', { detail: wrong.reason });
  return (await sameOpen(request, actor, services)) ?? (await keep(lowering, actor, services));
}

/** What has to be granted, and by whom. */
function whatToLower(sources: PlanSources) {
  const { spec, policy } = sources;
  const classPolicy = entryOf(policy.classes, spec.releaseClass);
  const asked =
    classPolicy === undefined ? null : (assessRelease({ ...sources, classPolicy })?.asked ?? null);
  if (asked === null) {
    throw new Problem('nothing-to-lower', {
      detail: `${spec.name} says nothing of itself that is below what the rules make it.`,
    });
  }
  const { scope, rule } = asked;
  if (rule !== null) return { scope, rule };
  throw new Problem('lowering-not-provided', {
    detail: 'The policy names nobody who grants it for the class that the release belongs into.',
  });
}

/**
 * As if somebody had granted it: what is asked for has to compile once it was. Its end is looked at
 * by itself, so that what is wrong with it is said in its own words.
 */
function ifGranted(lowering: Lowering, { longestMs }: DeviationRule): readonly GrantedLowering[] {
  const { proposedAt: at } = lowering;
  const closed = { outcome: 'confirmed', by: 'nobody', at, reason: null } as const;
  const granted = grantedOf({ ...lowering, closed });
  const until = new Date(Date.parse(at) + longestMs).toISOString();
  return granted === null ? [] : [{ ...granted, until }];
}

async function sameOpen(
  request: LoweringRequest,
  { subject }: Actor,
  { records, clock }: Services,
): Promise<Lowering | undefined> {
  const now = clock().toISOString();
  return (await records.lowerings()).find(
    (known) =>
      known.proposedBy === subject &&
      standingOf(known, [null], now) === 'open' &&
      canonicalJson(known.documents[0]) === canonicalJson(request),
  );
}

async function keep(
  lowering: Lowering,
  { subject: by }: Actor,
  services: Services,
): Promise<Lowering> {
  const action = await signAct(proposedAct(lowering), services, 'lowering');
  const kept = { kind: 'Lowering', name: lowering.id, document: lowering } as const;
  await services.records.applyExpected([kept], { by, expected: [], action });
  return lowering;
}
