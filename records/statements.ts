import type { KeptStatement } from '../activities/ports/records.ts';
import { reaching } from './connect.ts';
import type { Db } from './database.ts';

/**
 * Keeps a signed statement. Keeping it again changes nothing; false when its id belongs to another
 * one.
 */
export function keepStatement(db: Db, statement: KeptStatement): Promise<boolean> {
  return reaching(async () => {
    await db
      .insertInto('statements')
      .values(statement)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const known = await db
      .selectFrom('statements')
      .select('digest')
      .where('id', '=', statement.id)
      .executeTakeFirst();
    return known?.digest === statement.digest;
  });
}

export function loadStatement(db: Db, digest: string): Promise<string | null> {
  return reaching(async () => {
    const row = await db
      .selectFrom('statements')
      .select('jws')
      .where('digest', '=', digest)
      .executeTakeFirst();
    return row?.jws ?? null;
  });
}

/** The statement of that id, or null. */
export function findStatement(db: Db, id: string): Promise<KeptStatement | null> {
  return reaching(async () => {
    const row = await db
      .selectFrom('statements')
      .select(['digest', 'id', 'release', 'jws'])
      .where('id', '=', id)
      .executeTakeFirst();
    return row ?? null;
  });
}

/**
 * Keeps free text beside the chain, under its salted digest: it can be erased without breaking
 * anything.
 */
export function keepFreeText(
  db: Db,
  text: { readonly digest: string; readonly salt: string; readonly text: string },
): Promise<void> {
  return reaching(async () => {
    await db
      .insertInto('free_text')
      .values(text)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}
