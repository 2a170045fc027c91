import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import type { FileDocument } from '../../records/applied-files.ts';
import { Problem } from '../problem.ts';
import type { ApiRecords } from '../records-port.ts';
import type { Candidate } from './check-together.ts';

/**
 * A portfolio is changed by people of its owner alone. The owner is the group that it names by now,
 * and not the one that the file names: nobody takes a portfolio over by naming another owner.
 * Whoever applies the first catalog says who owns what. Throws a `Problem`.
 */
export async function requireOwner(
  sent: readonly Candidate[],
  before: readonly FileDocument[],
  { by, records }: { readonly by: string; readonly records: Pick<ApiRecords, 'groupsOf'> },
): Promise<void> {
  if (!before.some(({ kind }) => kind === 'Catalog')) return;
  const owners = sent.flatMap(({ document }) => {
    if (document.kind !== 'Portfolio') return [];
    const { kind, name } = document;
    const known = before.find((each) => each.kind === kind && each.name === name);
    if (known?.kind !== kind) return [{ name, owner: document.document.owner }];
    const isSame = canonicalJson(known.document) === canonicalJson(document.document);
    return isSame ? [] : [{ name, owner: known.document.owner }];
  });
  if (owners.length === 0) return;
  const groups = await records.groupsOf(by);
  for (const { name, owner } of owners) {
    if (groups.includes(owner)) continue;
    throw new Problem('role-missing', {
      detail: `The portfolio \`${name}\` is changed by people of ${owner}, and you are not in it.`,
      remedy: `Ask somebody of ${owner}.`,
    });
  }
}
