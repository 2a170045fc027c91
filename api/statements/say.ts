import { randomUUID } from 'node:crypto';
import type { KeptStatement } from '../../activities/ports/records.ts';
import type { Receipt, Statement, StatementKind } from '../../domain/approval/statement.ts';
import { contentDigest } from '../../domain/ledger/digest.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import { outlineOf } from '../../domain/revision/outline-of.ts';
import type { Actor } from '../access/actor.ts';
import { Problem } from '../problem.ts';
import type { ApiRecords } from '../records-port.ts';
import { type ChosenKey, claimKey } from '../releases/claim-key.ts';
import { loadRelease } from '../releases/load-release.ts';
import { sealRevision } from '../releases/seal-revision.ts';
import type { Services } from '../services.ts';
import { askDuties } from './ask-duties.ts';
import { checkBeforehand } from './check-beforehand.ts';
import { createStatement } from './create-statement.ts';
import { recordedReceipt } from './recorded-receipt.ts';
import { type SaltedComment, saltComment } from './salt-comment.ts';
import type { StatementOrder } from './statement-order.ts';

/** How long a caller waits for the workflow to speak. */
const receiptWaitMs = 2_000;
/** How long the receipt of a repeated statement is looked for before it is sent again. */
const repeatWaitMs = 500;

type Saying = {
  readonly id: string;
  readonly order: StatementOrder;
  readonly revised: ReleasePlan | null;
};
type Said = { readonly id: string; readonly receipt: Receipt | null };

/**
 * Says something for a person: checks it, signs it, keeps it, sends it, and waits for the receipt.
 * The same id with the same words again gives the same receipt. The receipt is null when the
 * workflow has not spoken in time. `revised` is the plan that a revision leads to; it is sealed
 * for the release before the workflow hears of it.
 */
export async function say(
  order: StatementOrder,
  actor: Actor,
  services: Services,
  revised: ReleasePlan | null = null,
): Promise<Said> {
  const { records } = services;
  const { id: given, ...words } = order;
  const id = given ?? randomUUID();
  const requestDigest = contentDigest(words);
  const key = { actor: actor.subject, key: `statement ${id}`, requestDigest };
  const known = given === null ? null : await records.findStatement(id);
  if (known !== null) return repeat(known, key, order.kind, services);

  const { statement, comment } = await makeStatement({ id, order, revised }, actor, services);
  const { jws, digest } = await services.signer.signStatement(statement);
  const kept = { digest, id, release: order.release, jws };
  const keep = given === null ? keepUnderNewId : keepUnderChosenId;
  if (await keep(kept, key, comment, services)) return deliver(kept, order.kind, services);
  // The same id came twice in one moment, and the other one was first.
  const first = await records.findStatement(id);
  if (first === null) throw taken(id);
  return repeat(first, key, order.kind, services);
}

/**
 * The statement, after everything that speaks against it was asked. Nothing is kept or signed
 * before.
 */
async function makeStatement(
  { id, order, revised }: Saying,
  actor: Actor,
  services: Services,
): Promise<{ statement: Statement; comment: SaltedComment | null }> {
  const { records, clock } = services;
  const { sealed, state } = await loadRelease(order.release, records);
  if (state.seq === 0) throw notRunning(order.release, 'Its workflow has recorded nothing yet.');
  const comment = order.comment === null ? null : saltComment(order.comment);
  const now = clock();
  const statement = createStatement(order, {
    id,
    by: actor.subject,
    planDigest: sealed.planDigest,
    state,
    commentDigest: comment?.digest ?? null,
    now,
  });
  const at = now.toISOString();
  const standIns = await records.standInsOf(actor.subject, at);
  const { groups } = actor;
  const said = {
    groups,
    standIns,
    ...(revised === null ? {} : { revised: outlineOf(revised) }),
  };
  const plan = revised === null ? sealed.plan : outlineOf(sealed.plan);
  checkBeforehand(statement, said, { plan, state, now: at });
  await askDuties({ statement, groups, standIns }, { plan: sealed.plan, state }, services);
  if (revised !== null) await sealRevision(order.release, revised, actor, services);
  return { statement, comment };
}

/**
 * Keeps what belongs to the statement, and then the statement itself; false when its id belongs to
 * another one. It is kept before it is sent, so that what the workflow names can always be found.
 * When Temporal is away it stays without effect, and the same request sends it again.
 */
async function keepUnderChosenId(
  statement: KeptStatement,
  key: ChosenKey,
  comment: SaltedComment | null,
  { records }: Services,
): Promise<boolean> {
  const [isOurs] = await Promise.all([claimKey(key, records), keepWords(comment, records)]);
  if (!isOurs) throw taken(statement.id);
  return records.keep(statement);
}

/** Nobody else can know an id that was made just now, so nothing has to come before anything. */
async function keepUnderNewId(
  statement: KeptStatement,
  key: ChosenKey,
  comment: SaltedComment | null,
  { records }: Services,
): Promise<boolean> {
  const [isKept] = await Promise.all([
    records.keep(statement),
    claimKey(key, records),
    keepWords(comment, records),
  ]);
  return isKept;
}

async function keepWords(
  comment: SaltedComment | null,
  records: Pick<ApiRecords, 'keepFreeText'>,
): Promise<void> {
  if (comment !== null) await records.keepFreeText(comment);
}

/**
 * A statement whose receipt exists is not sent again; the others are, which the workflow takes for
 * one.
 */
async function repeat(
  known: KeptStatement,
  key: ChosenKey,
  kind: StatementKind,
  services: Services,
): Promise<Said> {
  // Keys are kept for each person, so another one has no such key.
  const { outcome } = await services.records.findKeyed(key);
  if (outcome !== 'repeated') throw taken(known.id);
  const { release, id } = known;
  const receipt = await recordedReceipt(release, id, repeatWaitMs, services.records);
  return receipt === null ? deliver(known, kind, services) : { id, receipt };
}

async function deliver(
  { release, id, jws }: KeptStatement,
  kind: StatementKind,
  { releases }: Services,
): Promise<Said> {
  const sent = await releases.send(release, kind, { jws });
  if (sent === 'not-running') throw notRunning(release, 'It has ended, or it never began.');
  return { id, receipt: await releases.receipt(release, id, receiptWaitMs) };
}

function taken(id: string): Problem {
  return new Problem('decision-id-taken', {
    detail: `The id ${id} was used before, by another person or for something else.`,
  });
}

function notRunning(release: string, why: string): Problem {
  return new Problem('release-not-running', {
    detail: `No workflow of ${release} takes statements now. ${why}`,
  });
}
