import { createHash } from 'node:crypto';

/** The end of a chain, as it was signed. */
export type SignedHead = { readonly position: number; readonly hash: string };

/** What a ledger holds, as far as it fits together. */
export type CheckedLedger = {
  readonly entries: number;
  /** Digests of the statements that facts accepted. */
  readonly accepted: readonly { readonly seq: number; readonly digest: string }[];
  readonly problems: readonly string[];
};

type Entry = Readonly<Record<string, unknown>>;

const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** Recomputes the chain of a ledger up to the head that was signed. It ends at the first break. */
export function checkLedger(
  lines: readonly string[],
  release: string,
  head: SignedHead | null,
): CheckedLedger {
  const accepted: { readonly seq: number; readonly digest: string }[] = [];
  let previousHash = sha256('tidegate/ledger/genesis/v1');
  const broken = (entries: number, problem: string) => ({ entries, accepted, problems: [problem] });
  for (const [index, line] of lines.entries()) {
    const position = index + 1;
    const entry = parse(line);
    const content = String(entry['content']);
    previousHash = linkHash(entry, { content, position, previousHash, release });
    if (entry['hash'] !== previousHash || entry['position'] !== position) {
      const reason = `Entry ${position} of the ledger does not fit: it was changed, or the ones`;
      return broken(index, `${reason} before it are not those that it follows.`);
    }
    const said = acceptedIn(parse(content));
    if (said !== null) accepted.push(said);
  }
  const entries = lines.length;
  if (entries !== (head?.position ?? 0)) {
    const reason = `The ledger has ${entries} entries, and ${head?.position ?? 0} were signed.`;
    return broken(entries, reason);
  }
  if (head !== null && head.hash !== previousHash) {
    return broken(entries, 'The last entry of the ledger is not the one that was signed.');
  }
  return { entries, accepted, problems: [] };
}

function linkHash(
  { sort, seq, recordedAt }: Entry,
  at: {
    readonly content: string;
    readonly position: number;
    readonly previousHash: string;
    readonly release: string;
  },
): string {
  const { content, position, previousHash, release } = at;
  const contentHash = sha256(`tidegate/ledger/content/v1\n${String(sort)}\n${content}`);
  // Flat, with its keys in order: this is what RFC 8785 makes of it.
  const link = { contentHash, position, previousHash, recordedAt, release, seq, sort };
  return sha256(`tidegate/ledger/link/v1\n${JSON.stringify(link)}`);
}

function acceptedIn({ seq, event }: Entry) {
  if (typeof event !== 'object' || event === null) return null;
  const { type, digest }: Entry = { ...event };
  if (type !== 'statement.accepted') return null;
  return { seq: Number(seq), digest: String(digest) };
}

function parse(text: string): Entry {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
