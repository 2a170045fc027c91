import { reaching } from './connect.ts';
import type { Db } from './database.ts';

export type KeyedAnswer =
  | { readonly outcome: 'first' }
  | { readonly outcome: 'repeated'; readonly response: unknown }
  | { readonly outcome: 'other-request' };

/** What a person's idempotency key was used for, if it was. */
export function findKeyed(
  db: Db,
  key: { readonly actor: string; readonly key: string; readonly requestDigest: string },
): Promise<KeyedAnswer> {
  return reaching(async () => {
    const row = await db
      .selectFrom('idempotency_keys')
      .select(['request_digest', 'response'])
      .where('actor', '=', key.actor)
      .where('key', '=', key.key)
      .executeTakeFirst();
    if (row === undefined) return { outcome: 'first' };
    if (row.request_digest !== key.requestDigest) return { outcome: 'other-request' };
    return { outcome: 'repeated', response: row.response };
  });
}

/** Remembers the answer to a keyed request. The first one stands. */
export function keepKeyed(
  db: Db,
  key: {
    readonly actor: string;
    readonly key: string;
    readonly requestDigest: string;
    readonly response: unknown;
  },
): Promise<void> {
  return reaching(async () => {
    await db
      .insertInto('idempotency_keys')
      .values({
        actor: key.actor,
        key: key.key,
        request_digest: key.requestDigest,
        response: JSON.stringify(key.response),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}
