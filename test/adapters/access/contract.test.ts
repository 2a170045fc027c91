import { randomUUID } from 'node:crypto';
import type { AccessOrder } from '../../../activities/ports/access-granter.ts';
import { createPassword } from '../../../api/access-grants/create-password.ts';
import { whyNotGone } from '../../../domain/access/observed.ts';
import { createPostgresSubject } from '../../support/access/postgres-subject.ts';
import { createSimulatedSubject } from '../../support/access/simulated-subject.ts';
import type { GranterSubject } from '../../support/access/subject.ts';

const subjects = [
  ['postgres', createPostgresSubject],
  ['simulated', createSimulatedSubject],
] as const;

let subject: GranterSubject;
const until = new Date(Date.now() + 3_600_000).toISOString();

function anOrder(change: Partial<AccessOrder> = {}): AccessOrder {
  return { ...subject.place, key: `a-${randomUUID()}`, role: subject.role, until, ...change };
}

async function admitted(order: AccessOrder): Promise<string> {
  const { password, verifier } = await createPassword();
  await subject.granter.grant(order);
  const observed = await subject.granter.admit({ ...order, verifier });
  expect(observed).toMatchObject({ standing: 'granted', canLogin: true });
  return password;
}

function useSubject(createSubject: () => Promise<GranterSubject>): void {
  beforeAll(async () => {
    subject = await createSubject();
  });
  afterAll(() => subject.close());
}

describe.each(subjects)('the granter %s', (_name, createSubject) => {
  useSubject(createSubject);

  test('lets in who knows the password, by the role alone, and nobody else', async () => {
    const order = anOrder();
    const password = await admitted(order);
    expect(await subject.login(order.key, 'guessed')).toBeNull();
    const session = await subject.login(order.key, password);
    expect(await session?.canRead()).toBe(true);
    const { roles, validUntil, sessions } = await subject.granter.observe(order);
    expect({ roles, validUntil, sessions }).toEqual({
      roles: [order.role],
      validUntil: until,
      sessions: 1,
    });
  });

  test('grants once what is granted twice, and lets nobody in before the password', async () => {
    const order = anOrder();
    const first = await subject.granter.grant(order);
    expect(first).toMatchObject({ standing: 'granted', canLogin: false, sessions: 0 });
    expect(await subject.granter.grant(order)).toEqual(first);
    expect(await subject.granter.granted(subject.place)).toContain(order.key);
    await expect(
      subject.granter.grant({ ...order, role: subject.hostileRole }),
    ).rejects.toMatchObject({ code: 'access/changed', kind: 'needs-person' });
  });

  test('ends open sessions when it takes away, and takes away twice without harm', async () => {
    const order = anOrder();
    const password = await admitted(order);
    const session = await subject.login(order.key, password);
    expect(await session?.canRead()).toBe(true);
    const observed = await subject.granter.revoke(order);
    expect(whyNotGone(observed)).toBeNull();
    expect(await session?.canRead()).toBe(false);
    expect(await subject.login(order.key, password)).toBeNull();
    expect(await subject.granter.granted(subject.place)).not.toContain(order.key);
    expect(await subject.granter.revoke(order)).toEqual(observed);
    expect(await subject.granter.observe(order)).toEqual(observed);
  });
});

describe.each(subjects)('the granter %s', (_name, createSubject) => {
  useSubject(createSubject);

  test.each(['after it was granted', 'before anything was granted'])(
    'refuses a grant that comes late under a key that was revoked %s',
    async (when) => {
      const order = anOrder();
      if (when.startsWith('after')) await admitted(order);
      await subject.granter.revoke(order);
      const spent = { code: 'access/spent', kind: 'terminal' };
      await expect(subject.granter.grant(order)).rejects.toMatchObject(spent);
      const { verifier } = await createPassword();
      await expect(subject.granter.admit({ ...order, verifier })).rejects.toMatchObject(spent);
      expect(whyNotGone(await subject.granter.observe(order))).toBeNull();
    },
  );

  test('takes names for names, whatever is in them', async () => {
    const order = anOrder({ role: subject.hostileRole, key: `x"; drop role "${randomUUID()}` });
    const password = await admitted(order);
    expect(await (await subject.login(order.key, password))?.canRead()).toBe(true);
    expect((await subject.granter.observe(order)).roles).toEqual([subject.hostileRole]);
    expect(whyNotGone(await subject.granter.revoke(order))).toBeNull();
  });

  test('says of what it does not know that it was never there', async () => {
    const observed = await subject.granter.observe(anOrder());
    expect(observed).toMatchObject({ standing: 'never', canLogin: false, roles: [], sessions: 0 });
  });

  test.each([
    ['access/unknown-role', { role: 'nobody-has-this' }],
    ['access/over', { until: '2026-01-01T00:00:00.000Z' }],
  ])('refuses with %s what cannot be granted, and leaves nothing', async (code, change) => {
    const order = anOrder(change);
    await expect(subject.granter.grant(order)).rejects.toMatchObject({ code, kind: 'terminal' });
    expect((await subject.granter.observe(order)).standing).toBe('never');
  });
});

describe('the granter of PostgreSQL', () => {
  useSubject(createPostgresSubject);

  test('lets PostgreSQL itself end it, should nobody else', async () => {
    const key = `a-${randomUUID()}`;
    const soon = new Date(Date.now() + 1_500).toISOString();
    const order = anOrder({ key, until: soon });
    const { password, verifier } = await createPassword();
    await subject.granter.grant(order);
    await subject.granter.admit({ ...order, verifier });
    expect(await subject.login(key, password)).not.toBeNull();
    await new Promise((resolve) => setTimeout(resolve, Date.parse(soon) + 100 - Date.now()));
    expect(await subject.login(key, password)).toBeNull();
  });

  test('cuts no name off, so that two keys never become one role', async () => {
    const key = 'k'.repeat(60);
    const order = { ...subject.place, key, role: subject.role, until: '2030-01-01T00:00:00Z' };
    await expect(subject.granter.grant(order)).rejects.toMatchObject({ code: 'access/long-key' });
  });

  test('tries again to take away from what the worker does not know yet', async () => {
    const at = { environment: 'production', resource: 'elsewhere', key: 'a-1' };
    await expect(subject.granter.revoke(at)).rejects.toMatchObject({
      code: 'access/unknown-address',
      kind: 'retry',
    });
  });
});
