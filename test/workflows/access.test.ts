import { createPassword } from '../../api/access-grants/create-password.ts';
import { whyNotGone } from '../../domain/access/observed.ts';
import type { AccessState } from '../../domain/access/state.ts';
import { accessActSignal } from '../../workflows/contract.ts';
import type { AccessActor } from '../support/access/access-actor.ts';
import { type AccessStage, openAccessStage } from '../support/access/access-stage.ts';
import { eventually } from '../support/journey/eventually.ts';
import { handMadeKey, handSigned, sortedJson } from '../support/signatures/hand-signed.ts';

let stage: AccessStage;
beforeAll(async () => {
  stage = await openAccessStage();
});
afterEach(() => {
  stage.granter.failures = 0;
  stage.messages.splice(0);
});
afterAll(() => stage.close());

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const observed = (actor: AccessActor) => stage.granter.observe(actor.at);

async function ended(actor: AccessActor): Promise<AccessState | null> {
  await actor.handle.result();
  return actor.state();
}

async function standing(access: string, lastsMs = hourMs): Promise<AccessActor> {
  const actor = await stage.ask(access, lastsMs);
  expect(await actor.grant('olga')).toMatchObject({ outcome: 'accepted' });
  await actor.until('standing');
  return actor;
}

describe('an access', () => {
  test('is granted by somebody else, told once, and taken away at its time', async () => {
    const actor = await standing('a-whole');
    expect(await observed(actor)).toMatchObject({ standing: 'granted', canLogin: false });
    const { verifier } = await createPassword();
    const take = { act: 'take-credentials', verifier } as const;
    expect(await actor.say('olga', take)).toMatchObject({ code: 'access/not-yours' });
    expect(await actor.say('erin', take)).toMatchObject({ outcome: 'accepted' });
    // Who has the receipt can log in.
    expect(stage.granter.open(actor.at)).toBe(true);
    expect(await actor.say('erin', take)).toMatchObject({ code: 'access/taken-already' });
    const state = await ended(actor);
    expect(state).toMatchObject({ phase: 'revoked', ending: { why: 'time' }, overdueSince: null });
    expect(Date.parse(state?.revokedAt ?? '')).toBeGreaterThanOrEqual(
      Date.parse(actor.request.until),
    );
    expect(whyNotGone(await observed(actor))).toBeNull();
  });

  test('is never granted by time', async () => {
    const actor = await stage.ask('a-late', 3 * dayMs);
    expect(await ended(actor)).toMatchObject({ phase: 'expired', decided: null });
    expect((await observed(actor)).standing).toBe('never');
  });

  test('is not granted by who asked, by others, or by what nobody has signed', async () => {
    const actor = await stage.ask('a-forged', hourMs);
    expect(await actor.grant('erin')).toMatchObject({ outcome: 'refused', code: 'access/own' });
    expect(await actor.grant('nora')).toMatchObject({ code: 'access/not-yours' });
    const other = { subjectDigest: `sha256:${'0'.repeat(64)}` };
    const elsewhere = await actor.say('olga', { act: 'grant', reason: null }, other);
    expect(elsewhere).toMatchObject({ code: 'access/other-subject' });
    const past = { expiresAt: '2020-01-01T00:00:00.000Z' };
    const stale = await actor.say('olga', { act: 'grant', reason: null }, past);
    expect(stale).toMatchObject({ code: 'access/expired' });
    const act = await actor.act('olga', { act: 'grant', reason: null });
    const header = { alg: 'EdDSA', kid: 'api', typ: 'tidegate-access+jws' };
    const forged = handSigned(handMadeKey('api').privateKey, header, sortedJson(act));
    await actor.handle.signal(accessActSignal, { jws: forged });
    await actor.handle.signal('access-act', 'nonsense');
    await actor.handle.signal('whatever');
    const state = await eventually('both are refused', async () => {
      const now = await actor.state();
      return (now?.seq ?? 0) >= 7 ? now : null;
    });
    expect(state.phase).toBe('asked');
    expect(await actor.say('erin', { act: 'revoke', reason: null })).toMatchObject({
      outcome: 'accepted',
    });
    expect(await ended(actor)).toMatchObject({ phase: 'withdrawn' });
    expect((await observed(actor)).standing).toBe('never');
  });
});

describe('an access, whatever happens,', () => {
  test('does not begin by what nobody has signed', async () => {
    const handle = await stage.start('a-unasked', 'a.b.c');
    await expect(handle.result()).rejects.toThrow();
    expect(await stage.records.accessState('a-unasked')).toBeNull();
  });

  test.each(['erin', 'opal'])('ends as soon as %s wants it to', async (who) => {
    const actor = await standing(`a-ended-${who}`);
    expect(await actor.say('nora', { act: 'revoke', reason: null })).toMatchObject({
      code: 'access/not-yours',
    });
    expect(await actor.say(who, { act: 'revoke', reason: 'Done.' })).toMatchObject({
      outcome: 'accepted',
    });
    expect(await ended(actor)).toMatchObject({ ending: { why: 'asked', by: who } });
    expect(whyNotGone(await observed(actor))).toBeNull();
  });

  test('is taken away when it is called off in Temporal', async () => {
    const actor = await standing('a-cancelled');
    await actor.handle.cancel();
    expect(await ended(actor)).toMatchObject({ phase: 'revoked', ending: { why: 'cancelled' } });
    expect(whyNotGone(await observed(actor))).toBeNull();
  });

  test('goes on by what is recorded after somebody terminated it', async () => {
    const actor = await standing('a-terminated');
    await actor.terminate();
    await stage.start('a-terminated', null);
    expect(await ended(actor)).toMatchObject({ phase: 'revoked', ending: { why: 'time' } });
    expect(whyNotGone(await observed(actor))).toBeNull();
  });
});

describe('an access over days', () => {
  test('is taken away however often that fails, and people are alarmed once', async () => {
    const actor = await standing('a-stubborn');
    stage.granter.failures = 400;
    const state = await ended(actor);
    expect(stage.granter.failures).toBe(0);
    expect(state).toMatchObject({ phase: 'revoked' });
    const [due, overdue, gone] = [actor.request.until, state?.overdueSince, state?.revokedAt].map(
      (instant) => Date.parse(instant ?? ''),
    );
    expect((overdue ?? 0) - (due ?? 0)).toBeLessThan(600_000);
    expect((gone ?? 0) - (due ?? 0)).toBeGreaterThan(dayMs);
    expect(stage.messages.filter(({ key }) => key.includes('overdue'))).toHaveLength(1);
    const { events } = await actor.handle.fetchHistory();
    expect(events?.length).toBeLessThan(150);
  });

  test('ends when nobody confirms it, and goes on as long as somebody does', async () => {
    const actor = await standing('a-reviewed', 30 * dayMs);
    const sleep = (ms: number) => stage.environment.sleep(ms);
    await sleep(6 * dayMs);
    const confirm = { act: 'confirm', reason: null } as const;
    expect(await actor.say('erin', confirm)).toMatchObject({ code: 'access/own' });
    expect(await actor.say('omar', confirm)).toMatchObject({ outcome: 'accepted' });
    await sleep(6 * dayMs);
    expect((await actor.state())?.phase).toBe('standing');
    const state = await ended(actor);
    expect(state).toMatchObject({ phase: 'revoked', ending: { why: 'unconfirmed' } });
    expect(Date.parse(state?.revokedAt ?? '')).toBeLessThan(Date.parse(actor.request.until));
    expect(stage.messages.filter(({ key }) => key.includes('confirm'))).toHaveLength(2);
  });

  test('lets nobody in whose granter is entitled no more when the tool is told', async () => {
    const actor = await stage.ask('a-left', hourMs);
    const { granter } = stage;
    const act = await actor.act('omar', { act: 'grant', reason: null });
    // He leaves between his word and the step: the step asks again.
    stage.leaving.add('omar');
    await actor.handle.signal(accessActSignal, { jws: stage.sign(act) });
    const state = await ended(actor);
    expect(state).toMatchObject({ phase: 'revoked', ending: { why: 'not-provided' } });
    expect((await granter.observe(actor.at)).standing).toBe('revoked');
  });
});
