import type { ProposalAct } from '../../../domain/proposal/act.ts';
import { whyUnconfirmed } from '../../../domain/proposal/why-unconfirmed.ts';
import { reportUnconfirmed } from '../../../domain/reconcile/report-unconfirmed.ts';

const duties = { name: 'shop', policies: 'permit' };
const proposal = {
  id: 'proposal-1',
  documents: [{ kind: 'Duties', document: duties }],
  replaces: [null],
  proposedBy: 'rita',
  proposedAt: '2026-11-21T10:00:00.000Z',
  expiresAt: '2026-11-28T10:00:00.000Z',
  closed: null,
};
const act = (by: string): ProposalAct => ({
  kind: 'proposal-act',
  act: 'confirm',
  proposal: 'proposal-1',
  digest: 'sha256:proposal',
  by,
  reason: null,
  issuedAt: '2026-11-21T10:00:00.000Z',
});
const acts = { proposed: act('rita'), confirmed: act('mona') };
const later = { isFirst: false, proposal };

test('duties have a second person behind them, or are the first', () => {
  expect(whyUnconfirmed(duties, later, acts)).toBeNull();
  const none = { proposed: null, confirmed: null };
  expect(whyUnconfirmed(duties, { isFirst: true, proposal: null }, none)).toBeNull();
});

test.each([
  ['nobody has proposed', { isFirst: false, proposal: null }, acts, duties],
  ['another set', later, acts, { ...duties, policies: 'forbid' }],
  ['not signed', later, { ...acts, confirmed: null }, duties],
  ['not signed', later, { ...acts, proposed: null }, duties],
  ['one person', later, { ...acts, confirmed: act('rita') }, duties],
])('duties without that count for nothing: %s', (why, origin, signed, applied) => {
  const found = whyUnconfirmed(applied, origin, signed);
  expect(found).toContain(why);
  const report = reportUnconfirmed(found ?? '');
  expect([report.message.includes(why), report.remedy.includes('confirm')]).toEqual([true, true]);
});
