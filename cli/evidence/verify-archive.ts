import { type CheckedLedger, checkLedger, type SignedHead } from './check-ledger.ts';
import { checkSums } from './check-sums.ts';
import type { PackedFile, ReadArchive } from './read-archive.ts';
import { type RingKey, readJws, type SignedContent } from './read-jws.ts';

/** What a check of an evidence archive found. */
export type ArchiveReport = {
  readonly holds: boolean;
  readonly release: string | null;
  /** Key that signed it; null when no signature holds. */
  readonly keyId: string | null;
  /** Whether that key is in a ring that came from elsewhere. */
  readonly keyIsKnown: boolean;
  readonly exportedBy: string | null;
  readonly exportedAt: string | null;
  readonly files: number;
  readonly entries: number;
  readonly statements: number;
  /** What is wrong, each as a sentence. */
  readonly problems: readonly string[];
  /** What the archive itself says is missing. */
  readonly gaps: readonly string[];
};

const otherList = 'SHA256SUMS is not the list that was signed.';

/**
 * Checks files against the list, the list against its signature, the ledger against the head that
 * was signed, statements and plan against the ledger. `trusted` are keys that came another way than
 * in the archive; without them a whole archive that somebody made anew is not found out.
 */
export function verifyArchive(
  { files, problems }: ReadArchive,
  trusted: readonly RingKey[] | null,
): ArchiveReport {
  const found = [...problems, ...checkSums(files)];
  const texts = new Map(files.map(({ path, content }) => [path, content?.toString('utf8') ?? '']));
  const textOf = (path: string) => texts.get(path) ?? '';
  const keys = trusted ?? ringIn(textOf('keys/key-ring.json'));
  const attempt = (what: string, check: () => SignedContent) => {
    try {
      return check();
    } catch (error) {
      found.push(`${what} ${error instanceof Error ? error.message : String(error)}.`);
      return null;
    }
  };
  const seal = attempt('The list of files', () =>
    readJws(textOf('SHA256SUMS.jws'), 'tidegate-evidence+jws', keys),
  );
  const { sums, release, ledger: head, exportedBy, issuedAt } = seal?.content ?? {};
  const ledger = checkLedger(linesOf(textOf('ledger.jsonl')), String(release), headOf(head));
  const statements = linesOf(textOf('statements.jsonl')).flatMap((line, index) => {
    const check = () => readJws(jwsIn(line), 'tidegate-statement+jws', keys);
    return attempt(`Statement ${index + 1}`, check) ?? [];
  });
  const plan = attempt('The seal of the plan', () =>
    readJws(textOf('plan-seal.jws'), 'tidegate-plan-seal+jws', keys),
  );
  // Without a seal there is nothing to hold the rest to, which has been said.
  if (seal !== null) {
    if (sums !== digestOf(files, 'SHA256SUMS')) found.push(otherList);
    found.push(...ledger.problems, ...unsaid(ledger, statements));
    found.push(...planProblems(files, plan, release));
  }
  return {
    holds: found.length === 0,
    release: textIn(release),
    keyId: seal?.kid ?? null,
    keyIsKnown: seal !== null && trusted !== null,
    exportedBy: textIn(exportedBy),
    exportedAt: textIn(issuedAt),
    files: files.length,
    entries: ledger.entries,
    statements: statements.length,
    problems: found,
    gaps: gapsIn(textOf('release.json')),
  };
}

function unsaid(ledger: CheckedLedger, statements: readonly SignedContent[]): readonly string[] {
  const signed = new Set(statements.map(({ digest }) => digest));
  return ledger.accepted
    .filter(({ digest }) => !signed.has(digest))
    .map(({ seq, digest }) => `The signed statement ${digest} of fact ${seq} is missing.`);
}

function planProblems(
  files: readonly PackedFile[],
  seal: SignedContent | null,
  release: unknown,
): readonly string[] {
  if (seal === null) return [];
  const { planDigest, release: planned } = seal.content;
  if (planDigest !== digestOf(files, 'plan.json')) {
    return ['plan.json is not the plan that was sealed.'];
  }
  return planned === release ? [] : ['The plan is that of another release.'];
}

function digestOf(files: readonly PackedFile[], path: string): string | undefined {
  return files.find((file) => file.path === path)?.digest;
}

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function headOf(head: unknown): SignedHead | null {
  if (typeof head !== 'object' || head === null) return null;
  const { position, hash }: Readonly<Record<string, unknown>> = { ...head };
  return { position: Number(position), hash: String(hash) };
}

function jwsIn(line: string): string {
  const { jws } = (parse(line) ?? {}) as { readonly jws?: string };
  return jws ?? '';
}

function gapsIn(story: string): readonly string[] {
  const { gaps } = (parse(story) ?? {}) as { readonly gaps?: readonly string[] };
  return gaps ?? [];
}

function ringIn(text: string): readonly RingKey[] {
  const { keys } = (parse(text) ?? {}) as { readonly keys?: readonly RingKey[] };
  return keys ?? [];
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
