import { sql, type Transaction } from 'kysely';
import type { Delegation } from '../domain/approval/delegation.ts';
import type { CalendarEntry } from '../domain/calendar/entry.ts';
import type { Lowering } from '../domain/deviation/lowering.ts';
import type { DutySet } from '../domain/duties/duty-set.ts';
import { canonicalJson } from '../domain/ledger/canonical-json.ts';
import { sha256Hex } from '../domain/ledger/digest.ts';
import type { Audience } from '../domain/message/message.ts';
import type { Catalog } from '../domain/plan/catalog.ts';
import type { Policy } from '../domain/plan/policy.ts';
import type { Portfolio } from '../domain/portfolio/priority.ts';
import type { Proposal } from '../domain/proposal/proposal.ts';
import { reaching } from './connect.ts';
import type { Database, Db } from './database.ts';

type FileContents = {
  readonly Catalog: Catalog;
  readonly Policy: Policy;
  readonly Calendar: readonly CalendarEntry[];
  readonly Duties: DutySet;
  readonly Portfolio: Portfolio;
  readonly Audience: Audience;
};

type Documents = FileContents & {
  /** Each by its id, changed only by being revoked. */
  readonly Delegation: Delegation;
  /** Each by its id, changed only by what becomes of it. */
  readonly Proposal: Proposal<FileDocument>;
  /** Each by its id, changed only by what becomes of it. */
  readonly Lowering: Lowering;
};
type Kind = keyof Documents;

type DocumentsOf<Contents> = {
  readonly [Each in keyof Contents]: {
    readonly kind: Each;
    readonly name: string;
    readonly document: Contents[Each];
  };
}[keyof Contents];

/** A document that people write as a file. */
export type FileDocument = DocumentsOf<FileContents>;

/**
 * A checked document to apply. There is one catalog and one set of duties; policies and calendars
 * are several, by name.
 */
export type AppliedDocument = DocumentsOf<Documents>;

export type AppliedVersion = {
  readonly kind: string;
  readonly name: string;
  readonly version: number;
  readonly digest: string;
  /** False when the latest version says the same already. */
  readonly changed: boolean;
};

/**
 * Applies documents together: all become the latest version of their name, or none does. Who
 * applies at the same time comes before or after.
 */
export function applyFiles(
  db: Db,
  documents: readonly AppliedDocument[],
  by: string,
): Promise<readonly AppliedVersion[]> {
  return reaching(() =>
    db.transaction().execute(async (tx) => {
      await lockApplied(tx);
      return applyAll(tx, documents, by);
    }),
  );
}

/** Readers go on; other appliers wait, so that each compares with what is really the latest. */
export async function lockApplied(tx: Transaction<Database>): Promise<void> {
  await sql`lock table applied_files in share row exclusive mode`.execute(tx);
}

/** Inside a transaction that holds the lock. */
export async function applyAll(
  tx: Transaction<Database>,
  documents: readonly AppliedDocument[],
  by: string,
): Promise<readonly AppliedVersion[]> {
  const versions: AppliedVersion[] = [];
  for (const document of documents) versions.push(await applyOne(tx, document, by));
  return versions;
}

async function applyOne(
  tx: Transaction<Database>,
  { kind, name, document }: AppliedDocument,
  by: string,
): Promise<AppliedVersion> {
  const text = canonicalJson(document);
  const digest = sha256Hex(text);
  const latest = await tx
    .selectFrom('applied_files')
    .select(['version', 'digest', 'turn'])
    .where('kind', '=', kind)
    .where('name', '=', name)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (latest?.digest === digest && !(await isSuperseded(tx, kind, latest.turn))) {
    return { kind, name, version: latest.version, digest, changed: false };
  }
  const version = (latest?.version ?? 0) + 1;
  await tx
    .insertInto('applied_files')
    .values({ kind, name, version, digest, document: text, applied_by: by })
    .execute();
  if (kind === 'Catalog') await assignSubjects(tx, document);
  return { kind, name, version, digest, changed: true };
}

/**
 * There is one catalog and one set of duties: of two that are called differently, the one that was
 * applied later is it.
 */
async function isSuperseded(tx: Transaction<Database>, kind: Kind, turn: number): Promise<boolean> {
  if (kind !== 'Catalog' && kind !== 'Duties') return false;
  const later = await tx
    .selectFrom('applied_files')
    .select('turn')
    .where('kind', '=', kind)
    .where('turn', '>', turn)
    .limit(1)
    .executeTakeFirst();
  return later !== undefined;
}

/** Every person gets a pseudonymous subject once; it is never given to anyone else. */
async function assignSubjects(tx: Transaction<Database>, { people }: Catalog): Promise<void> {
  if (people.length === 0) return;
  await tx
    .insertInto('subjects')
    .values(people.map(({ id }) => ({ person: id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * The latest version of a document, with its digest, or null. Without a name: the latest of its
 * kind.
 */
export function latestFile<Each extends Kind>(
  db: Db,
  kind: Each,
  name: string | null,
): Promise<{ readonly document: Documents[Each]; readonly digest: string } | null> {
  return reaching(async () => {
    const row = await db
      .selectFrom('applied_files')
      .select(['document', 'digest'])
      .where('kind', '=', kind)
      .$if(name !== null, (query) => query.where('name', '=', name ?? ''))
      .orderBy('turn', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) return null;
    return { document: row.document as Documents[Each], digest: row.digest };
  });
}

/** The latest version of every document of a kind, by name. */
export function latestFiles<Each extends Kind>(
  db: Db,
  kind: Each,
): Promise<readonly { readonly name: string; readonly document: Documents[Each] }[]> {
  return reaching(async () => {
    const rows = await db
      .selectFrom('applied_files')
      .select(['name', 'document'])
      .distinctOn('name')
      .where('kind', '=', kind)
      .orderBy('name')
      .orderBy('version', 'desc')
      .execute();
    return rows.map(({ name, document }) => ({ name, document: document as Documents[Each] }));
  });
}
