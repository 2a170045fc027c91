import { applyFact } from '../../../domain/release/apply-fact.ts';
import type { ReleaseEvent } from '../../../domain/release/event.ts';
import { initialState, receiptLimit } from '../../../domain/release/state.ts';

const at = '2026-11-21T10:00:00.000Z';

function fold(events: readonly ReleaseEvent[]) {
  const facts = events.map((event, index) => ({ seq: index + 1, at, event }));
  return facts.reduce(applyFact, initialState());
}

const accepted: ReleaseEvent = {
  type: 'statement.accepted',
  id: 'pause-1',
  kind: 'command',
  digest: 'sha256:pause',
  by: 'rita',
  says: 'pause',
  about: null,
  evidence: null,
  reason: 'The release takes the command pause.',
};

const refused = (id: string): ReleaseEvent => ({
  type: 'statement.refused',
  id,
  signal: 'decision',
  code: 'statement/other-release',
  reason: 'It speaks about release other.',
});

test('no number of refusals makes a release forget what it has accepted', () => {
  const storm = Array.from({ length: 2 * receiptLimit }, (_, index) => refused(`other-${index}`));
  const { receipts } = fold([accepted, ...storm]);
  expect(receipts).toHaveLength(receiptLimit);
  expect(receipts[0]).toMatchObject({ id: 'pause-1', outcome: 'accepted' });
  expect(receipts.at(-1)).toMatchObject({ id: `other-${2 * receiptLimit - 1}` });
});

test('what was only counted adds to what was refused', () => {
  const counted: ReleaseEvent = { type: 'refusals.counted', count: 19_900 };
  expect(fold([refused('one'), counted]).refusals).toBe(19_901);
});
