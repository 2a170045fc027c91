import type { Actor } from '../access/actor.ts';
import type { AnswerOf } from '../endpoint.ts';
import { awaitedSchema, receiptSchema } from '../schemas/receipt.ts';
import type { Services } from '../services.ts';
import { awaitedAt } from '../statements/awaited-at.ts';
import { type ActOrder, actOnAccess } from './act.ts';

/** What every endpoint answers through which people say something of an access. */
export const actAnswers = { 200: receiptSchema, 202: awaitedSchema } as const;

/** Says it, and answers with the receipt, or with where to look for what became of it. */
export async function answerAct(
  order: ActOrder,
  actor: Actor,
  services: Services,
): Promise<AnswerOf<typeof actAnswers>> {
  const { id, receipt } = await actOnAccess(order, actor, services);
  const outcome = receipt?.outcome ?? 'awaited';
  const code = receipt?.code ?? '';
  services.metrics.statements.inc({ kind: `access-${order.content.act}`, outcome, code });
  return receipt === null ? awaitedAct(order.access, id) : { status: 200, body: receipt };
}

/** The answer while the workflow of the access has not spoken. */
export function awaitedAct(access: string, id: string): ReturnType<typeof awaitedAt> {
  return awaitedAt(`/v1/access/${access}/receipts/${id}`, id);
}
