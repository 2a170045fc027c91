import { quietStep, stepStoppedAfter } from '../../../support/deployers/step-context.ts';
import { share } from '../../../support/traffic/backends.ts';
import { askVersions } from '../../../support/traffic/given-gateway.ts';
import type { GivenRoute } from '../../../support/traffic/given-subject.ts';

export function describeRefusals(given: () => GivenRoute): void {
  test('does once what is ordered twice, and refuses a key that another overtook', async () => {
    const { subject, old, fresh, order, divide, place } = given();
    const { traffic } = subject;
    await divide('a', share(100, old));
    const second = order('b', [share(50, old), share(50, fresh)]);
    const state = await traffic.shift(second, quietStep());
    const effects = await subject.effects();

    expect(await traffic.shift(second, quietStep())).toEqual(state);
    expect(await subject.effects()).toBe(effects);
    await expect(divide('a', share(100, old))).rejects.toMatchObject({
      kind: 'terminal',
      code: 'traffic/overtaken',
    });
    expect((await traffic.observe(place)).shares).toEqual(state.shares);
  });

  test('refuses another division under the same key', async () => {
    const { old, fresh, divide } = given();
    const origin = await divide('a', share(100, old));

    await expect(divide('a', share(100, fresh))).rejects.toMatchObject({
      kind: 'terminal',
      code: 'traffic/key-reused',
    });
    expect(await askVersions(origin, 2)).toEqual(['1.0.0', '1.0.0']);
  });

  test.each(['shift', 'undo'] as const)(
    'refuses to %s for a lease that was taken over',
    async (step) => {
      const { subject, old, fresh, order } = given();
      const first = order('a', [share(100, old)], { fence: 7 });
      const { origin } = await subject.traffic.shift(first, quietStep());
      const stale = order(step === 'undo' ? 'a' : 'b', [share(100, fresh)], { fence: 6 });

      await expect(subject.traffic[step](stale, quietStep())).rejects.toMatchObject({
        kind: 'terminal',
        code: 'traffic/stale-fence',
        message: expect.stringMatching(/7.*6/),
      });
      expect(await askVersions(origin ?? '', 2)).toEqual(['1.0.0', '1.0.0']);
    },
  );

  test('refuses shares that reach nobody', async () => {
    const { divide, old } = given();
    const nobody = { ...share(100, old), addresses: [] };

    await expect(divide('a', nobody)).rejects.toMatchObject({ code: 'traffic/no-addresses' });
  });
}

export function describeFaults(given: () => GivenRoute, deaths: readonly string[]): void {
  test.each(deaths)('divides as ordered when it is repeated after %s', async (death) => {
    const { subject, old, fresh, order, divide, place } = given();
    const origin = await divide('a', share(100, old));
    const second = order('b', [share(100, fresh)]);
    await subject.shiftAndDie(second, death);
    await subject.traffic.shift(second, quietStep());

    expect(await askVersions(origin, 4)).toEqual(['2.0.0', '2.0.0', '2.0.0', '2.0.0']);
    expect((await subject.traffic.observe(place)).shares).toEqual([share(100, fresh)]);
  });

  test('gives up on a tool that hangs, and goes on when it is repeated', async () => {
    const { subject, old, fresh, order, divide } = given();
    const origin = await divide('a', share(100, old));
    const second = order('b', [share(100, fresh)]);
    const goOn = await subject.suspend();
    const hanging = subject.impatient.shift(second, quietStep());
    const outcome = await hanging.catch((error: unknown) => error);
    goOn();

    expect(outcome).toMatchObject({ kind: 'retry' });
    await subject.traffic.shift(second, quietStep());
    expect(await askVersions(origin, 2)).toEqual(['2.0.0', '2.0.0']);
  });

  test('changes nothing for a step that was told to stop', async () => {
    const { subject, old, fresh, order, divide } = given();
    const origin = await divide('a', share(100, old));
    const stopped = stepStoppedAfter(0);
    await new Promise((resolve) => stopped.signal.addEventListener('abort', resolve));

    const shift = subject.traffic.shift(order('b', [share(100, fresh)]), stopped);
    await expect(shift).rejects.toMatchObject({ kind: 'retry', code: 'traffic/stopped' });
    expect(await askVersions(origin, 2)).toEqual(['1.0.0', '1.0.0']);
  });

  test('keeps port, division and counts over a crash of the tool', async () => {
    const { subject, old, fresh, divide, place } = given();
    const origin = await divide('a', share(50, old), share(50, fresh));
    await askVersions(origin, 10);
    const sumNow = async () =>
      (await subject.traffic.counters(place)).reduce((sum, { requests }) => sum + requests, 0);
    expect(await sumNow()).toBe(10);
    const before = await subject.traffic.observe(place);
    await subject.crash();
    await askVersions(origin, 10);

    expect(await subject.traffic.observe(place)).toEqual(before);
    expect(await sumNow()).toBe(20);
  });
}
