import type { Ports } from './ports/index.ts';

/** Whether something that was sent is a statement that the API has signed, and which one. */
export type Recognition =
  | { readonly id: string; readonly release: string }
  | { readonly refused: { readonly code: string; readonly reason: string } };

/**
 * Checks the signatures of many statements in one step, so that a storm of forged ones costs the
 * history a step for each batch and not for each of them. Keeps nothing: what is recognised is
 * verified again before it counts.
 */
export function createRecogniseStatements({ verifier }: Pick<Ports, 'verifier'>) {
  return async function recogniseStatements(order: {
    readonly signed: readonly string[];
  }): Promise<readonly Recognition[]> {
    const recognised: Recognition[] = [];
    for (const jws of order.signed) {
      const verified = await verifier.verify(jws);
      if ('refused' in verified) recognised.push({ refused: verified.refused });
      else recognised.push({ id: verified.statement.id, release: verified.statement.release });
    }
    return recognised;
  };
}
