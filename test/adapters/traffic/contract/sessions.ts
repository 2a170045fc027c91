import { quietStep } from '../../../support/deployers/step-context.ts';
import { share } from '../../../support/traffic/backends.ts';
import { askVersions } from '../../../support/traffic/given-gateway.ts';
import type { GivenRoute } from '../../../support/traffic/given-subject.ts';

const sessions = { cookie: 'tidegate_web' };

export function describeSessions(given: () => GivenRoute): void {
  test('keeps a session on its version while that has a share, and no longer', async () => {
    const { subject, old, fresh, order } = given();
    const shift = (key: string, ...shares: Parameters<typeof order>[1]) =>
      subject.traffic.shift(order(key, shares, { sessions }), quietStep());
    const { origin } = await shift('a', share(100, old));
    const cookie = await sessionAt(origin ?? '');
    await shift('b', share(100, fresh), share(0, old));

    expect(await askAs(origin ?? '', cookie, 5)).toEqual(Array.from({ length: 5 }, () => '1.0.0'));
    expect(new Set(await askVersions(origin ?? '', 20))).toEqual(new Set(['2.0.0']));
    await shift('c', share(100, fresh));
    expect(await askAs(origin ?? '', cookie, 3)).toEqual(['2.0.0', '2.0.0', '2.0.0']);
    expect(await sessionAt(origin ?? '', cookie)).not.toBe(cookie);
  });

  test('refuses a share of nobody where no sessions stay', async () => {
    const { subject, old, fresh, order } = given();
    const idle = order('a', [share(100, fresh), share(0, old)]);

    await expect(subject.traffic.shift(idle, quietStep())).rejects.toMatchObject({
      kind: 'terminal',
      code: 'traffic/bad-division',
      message: expect.stringContaining('1.0.0'),
    });
  });
}

/** The cookie with which a user comes back. */
async function sessionAt(origin: string, cookie = ''): Promise<string> {
  const answer = await fetch(origin, { headers: { cookie } });
  const [pair = ''] = answer.headers.getSetCookie()[0]?.split(';') ?? [];
  expect(answer.headers.getSetCookie().join()).toContain('HttpOnly');
  return pair;
}

async function askAs(origin: string, cookie: string, times: number): Promise<readonly string[]> {
  const versions: string[] = [];
  for (let time = 0; time < times; time += 1) {
    const answer = await fetch(origin, { headers: { cookie: `other=1; ${cookie}` } });
    versions.push(await answer.text());
  }
  return versions;
}
