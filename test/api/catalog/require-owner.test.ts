import { requireOwner } from '../../../api/catalog/require-owner.ts';
import type { Portfolio } from '../../../domain/portfolio/priority.ts';
import type { FileDocument } from '../../../records/applied-files.ts';
import { aCatalog } from '../../support/builders/plan-sources.ts';

const catalog: FileDocument = { kind: 'Catalog', name: 'shop', document: aCatalog() };
const applied = (change: Partial<Portfolio> = {}): FileDocument => ({
  kind: 'Portfolio',
  name: 'retail',
  document: { name: 'retail', owner: 'cab', decisions: [], ...change },
});

/** Applies a portfolio as somebody of these groups. */
const apply = (groups: readonly string[], sent: FileDocument, before: FileDocument[]) =>
  requireOwner([{ document: sent, file: null }], before, {
    by: 'p-1',
    records: { groupsOf: async () => groups },
  });

const decisions = [{ release: 'patch', level: 'high', reason: 'It closes a hole.' }] as const;

test('a portfolio is changed by people of its owner alone', async () => {
  const before = [catalog, applied()];
  await expect(apply(['cab'], applied({ decisions }), before)).resolves.toBeUndefined();
  await expect(apply(['engineers'], applied({ decisions }), before)).rejects.toThrow(
    'people of cab',
  );
  await expect(apply(['engineers'], applied(), [catalog])).rejects.toThrow('people of cab');
});

test('nobody takes a portfolio over by naming another owner', async () => {
  const taken = applied({ owner: 'engineers' });
  await expect(apply(['engineers'], taken, [catalog, applied()])).rejects.toThrow('people of cab');
});

test('whoever changes nothing in it, or applies the first catalog, may send it along', async () => {
  await expect(apply([], applied(), [catalog, applied()])).resolves.toBeUndefined();
  await expect(apply([], applied(), [])).resolves.toBeUndefined();
});
