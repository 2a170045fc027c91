import type { ReleasePlan } from '../../domain/plan/plan.ts';
import type { Actor } from '../access/actor.ts';
import type { AnswerOf } from '../endpoint.ts';
import { awaitedSchema, receiptSchema } from '../schemas/receipt.ts';
import type { Services } from '../services.ts';
import { awaitedAt } from './awaited-at.ts';
import { say } from './say.ts';
import type { StatementOrder } from './statement-order.ts';

/** What every endpoint answers through which people say something. */
export const statementAnswers = { 200: receiptSchema, 202: awaitedSchema } as const;

type StatementAnswer = AnswerOf<typeof statementAnswers>;

/** Says it, and answers with the receipt, or with where the receipt will be. See `say`. */
export async function answerStatement(
  order: StatementOrder,
  actor: Actor,
  services: Services,
  revised: ReleasePlan | null = null,
): Promise<StatementAnswer> {
  const { id, receipt } = await say(order, actor, services, revised);
  const outcome = receipt?.outcome ?? 'awaited';
  const code = receipt?.code ?? '';
  services.metrics.statements.inc({ kind: order.kind, outcome, code });
  return receipt === null ? awaited(order.release, id) : { status: 200, body: receipt };
}

/** The answer while the workflow has not spoken. */
export function awaited(release: string, id: string): ReturnType<typeof awaitedAt> {
  return awaitedAt(`/v1/releases/${release}/receipts/${id}`, id);
}
