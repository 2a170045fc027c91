import { requireMayTouch } from '../../activities/guard.ts';
import { whyUnconfirmedDuties } from '../../activities/why-unconfirmed-duties.ts';
import { contentDigest } from '../../domain/ledger/digest.ts';
import type { Proposal } from '../../domain/proposal/proposal.ts';
import { answeredAct, proposedAct } from '../../domain/proposal/signed-acts.ts';
import { type ApprovedRelease, approvedRelease } from '../support/approved-release.ts';
import { fakeSignature } from '../support/fakes/fake-verifier.ts';

const at = '2026-11-21T10:00:00.000Z';
const open = '@id("all") @reason("All may.") permit (principal, action, resource);\n';
const confirmed = { name: 'shop', policies: open };
const loose = { name: 'shop', policies: `${open}// Written around everybody.\n` };

type Brought = Proposal<{ readonly kind: string; readonly document: unknown }>;
const proposal: Brought = {
  id: 'proposal-1',
  documents: [{ kind: 'Duties', document: confirmed }],
  replaces: [null],
  proposedBy: 'rita',
  proposedAt: at,
  expiresAt: '2026-11-28T10:00:00.000Z',
  closed: { outcome: 'confirmed', by: 'mona', at, reason: null },
};

let given: ApprovedRelease;

/** A release that may go out, and duties that these two people have signed. */
async function confirmedBy(origin: Brought | null, signed = origin): Promise<void> {
  given = await approvedRelease();
  given.records.applied = confirmed;
  given.records.dutyOrigin = { isFirst: false, proposal: origin };
  const acts = signed === null ? [] : [proposedAct(signed), answeredAct(signed)];
  for (const act of acts) {
    if (act === null) continue;
    const digest = contentDigest(act);
    const kept = { digest, id: digest, release: 'files/proposals', ...fakeSignature(act) };
    await given.records.statements.keep(kept);
  }
}

const why = () => whyUnconfirmedDuties(given.ports, given.records.applied);
const touch = () => requireMayTouch(given.ports, given.step);

test('duties count that one person has signed to propose and another one to confirm', async () => {
  await confirmedBy(proposal);
  await expect(why()).resolves.toBeNull();
  await expect(touch()).resolves.toMatchObject({ plan: { name: 'spring' } });
});

test('the first set of duties counts by itself, and so do none', async () => {
  await confirmedBy(null);
  given.records.dutyOrigin = { isFirst: true, proposal: null };
  await expect(why()).resolves.toBeNull();
  given.records.applied = null;
  given.records.dutyOrigin = { isFirst: false, proposal: null };
  await expect(why()).resolves.toBeNull();
});

const wrongs: readonly [string, () => Promise<void>][] = [
  ['that nobody has proposed', () => confirmedBy(null)],
  [
    'that were written over what was confirmed',
    async () => {
      await confirmedBy(proposal);
      given.records.applied = loose;
    },
  ],
  ['whose confirmation nobody has signed', () => confirmedBy(proposal, null)],
  [
    'whose proposal is another than was signed',
    () => confirmedBy(proposal, { ...proposal, proposedAt: '2026-11-20T10:00:00.000Z' }),
  ],
  [
    'that were rejected',
    () => {
      const closed = { outcome: 'rejected', by: 'mona', at, reason: 'No.' } as const;
      return confirmedBy({ ...proposal, closed });
    },
  ],
  [
    'that one person proposed and confirmed',
    () => confirmedBy({ ...proposal, proposedBy: 'mona' }),
  ],
];

test.each(wrongs)('by duties %s nobody acts, and nothing is touched', async (_, apply) => {
  await apply();
  await expect(why()).resolves.toEqual(expect.any(String));
  await expect(touch()).rejects.toMatchObject({
    code: 'guard/duties',
    message: expect.stringContaining('duties/unconfirmed'),
    remedy: expect.stringContaining('confirm'),
  });
});
