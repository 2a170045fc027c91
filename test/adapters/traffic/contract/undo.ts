import { quietStep } from '../../../support/deployers/step-context.ts';
import { share } from '../../../support/traffic/backends.ts';
import { askVersions } from '../../../support/traffic/given-gateway.ts';
import type { GivenRoute } from '../../../support/traffic/given-subject.ts';

export function describeUndo(given: () => GivenRoute, deaths: readonly string[]): void {
  test('takes a division back to the one before, once, and lets nobody set it late', async () => {
    const { subject, old, fresh, order, divide } = given();
    const origin = await divide('a', share(100, old));
    const second = order('b', [share(50, old), share(50, fresh)]);
    await subject.traffic.shift(second, quietStep());
    const state = await subject.traffic.undo(second, quietStep());
    const effects = await subject.effects();

    expect(state.shares).toEqual([share(100, old)]);
    expect(await subject.traffic.undo(second, quietStep())).toEqual(state);
    expect(await subject.effects()).toBe(effects);
    await expect(subject.traffic.shift(second, quietStep())).rejects.toMatchObject({
      kind: 'terminal',
      code: 'traffic/key-spent',
    });
    expect(new Set(await askVersions(origin, 20))).toEqual(new Set(['1.0.0']));
  });

  test.each(deaths)('takes back a shift after %s', async (death) => {
    const { subject, old, fresh, order, divide } = given();
    const origin = await divide('a', share(100, old));
    const second = order('b', [share(100, fresh)]);
    await subject.shiftAndDie(second, death);
    await subject.traffic.undo(second, quietStep());

    expect(await askVersions(origin, 4)).toEqual(['1.0.0', '1.0.0', '1.0.0', '1.0.0']);
    const late = subject.traffic.shift(second, quietStep());
    await expect(late).rejects.toMatchObject({ code: 'traffic/key-spent' });
  });

  test('stops where somebody has divided users since, and shows how', async () => {
    const { subject, old, fresh, order, divide } = given();
    await divide('a', share(100, old));
    const second = order('b', [share(100, fresh)]);
    await subject.traffic.shift(second, quietStep());
    const origin = await divide('by-hand', share(70, old), share(30, fresh));

    await expect(subject.traffic.undo(second, quietStep())).rejects.toMatchObject({
      kind: 'needs-person',
      code: 'traffic/foreign-change',
      message: expect.stringMatching(/by-hand.*1\.0\.0 70 %, 2\.0\.0 30 %/),
    });
    expect(new Set(await askVersions(origin, 60)).size).toBe(2);
  });

  test('spends a key under which nothing was shifted yet', async () => {
    const { subject, old, order } = given();
    const never = order('a', [share(100, old)]);
    await subject.traffic.undo(never, quietStep());

    await expect(subject.traffic.shift(never, quietStep())).rejects.toMatchObject({
      code: 'traffic/key-spent',
    });
    const { origin } = await subject.traffic.shift({ ...never, key: 'b' }, quietStep());
    expect(await askVersions(origin ?? '', 1)).toEqual(['1.0.0']);
  });
}
