import { createHash } from 'node:crypto';
import pg from 'pg';

/** An entry of the ledger as PostgreSQL holds it. */
export type LedgerRow = {
  readonly release: string;
  readonly position: number;
  readonly sort: 'fact' | 'action';
  readonly seq: number | null;
  readonly content: string;
  readonly content_hash: string;
  readonly previous_hash: string;
  readonly hash: string;
  readonly recorded_at: Date;
};

/** Asks the database itself, around everything that Tidegate reads it with. */
export async function query<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

export function ledgerRows(url: string, release: string): Promise<LedgerRow[]> {
  const columns = 'release, position, sort, seq, content::text as content, content_hash';
  const text = `select ${columns}, previous_hash, hash, recorded_at from ledger
    where release = $1 order by position`;
  return query<LedgerRow>(url, text, [release]);
}

/** A fact of a ledger, as far as tests read it. */
export type LedgerFact = { readonly at: string; readonly event: { readonly type: string } };

/** The facts among them, in their order. */
export function factsIn(rows: readonly LedgerRow[]): readonly LedgerFact[] {
  return rows
    .filter(({ sort }) => sort === 'fact')
    .map(({ content }) => JSON.parse(content) as LedgerFact);
}

const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/**
 * Recomputes the chain from docs and rows alone. Returns the positions at which something is wrong.
 */
export function brokenPositions(rows: readonly LedgerRow[]): readonly number[] {
  let previousHash = sha256('tidegate/ledger/genesis/v1');
  return rows.flatMap((row, index) => {
    const { content, sort, seq, release, position } = row;
    const contentHash = sha256(`tidegate/ledger/content/v1\n${sort}\n${content}`);
    // Flat, with keys in order and neither fractions nor escapes: this is what RFC 8785 makes of
    // it.
    const link = JSON.stringify({
      contentHash,
      position,
      previousHash,
      recordedAt: row.recorded_at.toISOString(),
      release,
      seq,
      sort,
    });
    const hash = sha256(`tidegate/ledger/link/v1\n${link}`);
    const isSound =
      hash === row.hash &&
      contentHash === row.content_hash &&
      previousHash === row.previous_hash &&
      position === index + 1;
    previousHash = row.hash;
    return isSound ? [] : [position];
  });
}
