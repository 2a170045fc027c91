import { requireMayTouch } from '../../activities/guard.ts';
import type { GrantedLowering } from '../../domain/deviation/lowering.ts';
import { contentDigest } from '../../domain/ledger/digest.ts';
import type { ProposalAct } from '../../domain/proposal/act.ts';
import { type ApprovedRelease, approvedRelease } from '../support/approved-release.ts';
import { grantedLowering, loweringActs, loweringRequest } from '../support/builders/lowering.ts';
import { fakeSignature } from '../support/fakes/fake-verifier.ts';

const at = '2026-11-21T11:00:00.000Z';
const request = loweringRequest(at);
const lowering = grantedLowering(request, at);
const acts = loweringActs(request, at);

let given: ApprovedRelease;
async function releasedBy(carried: GrantedLowering, kept: readonly ProposalAct[]): Promise<void> {
  given = await approvedRelease({ lowering: carried });
  given.records.groups.set('mona', ['management']);
  for (const act of kept) {
    const digest = contentDigest(act);
    const statement = { digest, id: digest, release: 'files/proposals', ...fakeSignature(act) };
    await given.records.statements.keep(statement);
  }
}

const touch = () => requireMayTouch(given.ports, given.step);
const refused = (why: string) => ({
  kind: 'terminal',
  code: 'guard/lowering',
  message: expect.stringContaining(why),
  remedy: expect.stringContaining('withdraw'),
});

test('the guard lets through what two people have signed', async () => {
  await releasedBy(lowering, [acts.asked, acts.granted]);
  await expect(touch()).resolves.toMatchObject({ plan: { name: 'spring' } });
});

test('the guard refuses lowered rigor that nobody has signed', async () => {
  await releasedBy(lowering, [acts.asked]);
  await expect(touch()).rejects.toMatchObject(refused('it is not signed'));
});

test('the guard refuses what a plan says of a lowering and nobody has granted', async () => {
  await releasedBy({ ...lowering, reason: 'Because.' }, [acts.asked, acts.granted]);
  await expect(touch()).rejects.toMatchObject(refused('something else was asked for'));
});

test('the guard asks for the groups of who granted it at that moment', async () => {
  await releasedBy(lowering, [acts.asked, acts.granted]);
  given.records.groups.set('mona', []);
  await expect(touch()).rejects.toMatchObject(refused('not in management any more'));
});

test('a signature kept under the digest of another act counts for nothing', async () => {
  await releasedBy(lowering, [acts.asked]);
  const { statement: digest } = lowering.answer;
  const forged = { ...acts.granted, by: 'erin' };
  const kept = { digest, id: digest, release: 'files/proposals', ...fakeSignature(forged) };
  await given.records.statements.keep(kept);
  await expect(touch()).rejects.toMatchObject(refused('it is not signed'));
});
