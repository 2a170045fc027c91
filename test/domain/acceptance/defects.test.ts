import { blockersOf } from '../../../domain/release/blockers.ts';
import { AcceptanceTest } from '../../support/builders/acceptance.ts';

const high = { id: 'SHOP-1', severity: 'high', state: 'open' } as const;
const medium = (id: string) => ({ id, severity: 'medium', state: 'open' }) as const;

const openDefects = ({ state }: AcceptanceTest) =>
  blockersOf(state).find(({ kind }) => kind === 'defects');

describe('a sign-off', () => {
  test('is refused with the defects that block it, and taken once they are resolved', () => {
    const cycle = new AcceptanceTest();
    cycle.report('una', high);
    for (const id of ['SHOP-2', 'SHOP-3']) cycle.report('una', medium(id));
    const refused = cycle.verdict('una', 'accept');
    expect(refused).toMatchObject({ outcome: 'refused', code: 'uat/defects-open' });
    expect(refused.reason).toContain('1 high defect is open (SHOP-1) and none may be');
    expect(refused.reason).toContain('2 medium defects are open (SHOP-2, SHOP-3) and at most 1');
    expect(openDefects(cycle)?.clearedBy).toEqual(['testers']);
    cycle.report('una', { ...high, state: 'resolved' });
    cycle.report('una', { ...medium('SHOP-2'), severity: 'low' });
    expect(openDefects(cycle)).toBeUndefined();
    expect(cycle.verdict('una', 'accept').outcome).toBe('accepted');
  });

  test('that was given waits for a defect that came after it, and counts without it', () => {
    const cycle = new AcceptanceTest({ count: 2 });
    cycle.verdict('una', 'accept');
    cycle.report('umberto', high);
    expect(cycle.verdict('umberto', 'accept').outcome).toBe('refused');
    expect([cycle.outcome, openDefects(cycle)?.reason]).toEqual([
      'pending',
      '1 high defect is open (SHOP-1) and none may be when production/uat is accepted.',
    ]);
    cycle.report('umberto', { ...high, state: 'resolved' });
    expect(cycle.verdict('umberto', 'accept').outcome).toBe('accepted');
    expect(cycle.outcome).toBe('approved');
  });

  test('counts nothing in a release that was planned before defects counted', () => {
    const old = new AcceptanceTest();
    const requirements = old.state.requirements.map((requirement) => {
      const { thresholds: _, ...planned } = requirement;
      return planned;
    });
    old.state = { ...old.state, requirements };
    expect(old.report('una', high)).not.toHaveProperty('defect');
    expect(old.verdict('una', 'accept').outcome).toBe('accepted');
    expect(old.outcome).toBe('approved');
  });
});

describe('a defect', () => {
  test('is neither resolved nor lessened by who started the release, who may report it', () => {
    const cycle = new AcceptanceTest();
    cycle.state = { ...cycle.state, requestedBy: 'rita' };
    expect(cycle.report('rita', { ...high, severity: 'medium' }).outcome).toBe('accepted');
    expect(cycle.report('rita', high).outcome).toBe('accepted');
    for (const less of [{ state: 'resolved' }, { severity: 'low' }] as const) {
      expect(cycle.report('rita', { ...high, ...less })).toMatchObject({
        code: 'approval/requester',
      });
    }
    expect(cycle.report('una', { ...high, state: 'resolved' }).outcome).toBe('accepted');
  });

  test('that nobody has reported is not resolved, and those that are known are named', () => {
    const cycle = new AcceptanceTest();
    cycle.report('una', high);
    expect(cycle.report('una', { ...high, id: 'SHOP-11', state: 'resolved' })).toMatchObject({
      code: 'uat/unknown-defect',
      reason: 'Nobody has reported SHOP-11 here. Reported are SHOP-1.',
    });
  });

  test('that the board lets stand blocks again when worse, back again, or tested anew', () => {
    const cycle = new AcceptanceTest();
    cycle.report('una', high);
    cycle.letStand([high]);
    expect(cycle.verdict('una', 'accept').outcome).toBe('accepted');
    cycle.report('una', { ...high, severity: 'critical' });
    expect(cycle.outcome).toBe('pending');
    cycle.report('una', { ...high, state: 'resolved' });
    cycle.report('una', high);
    expect(cycle.outcome).toBe('pending');
    cycle.letStand([high]);
    expect(cycle.outcome).toBe('approved');
    cycle.beginCycle();
    expect(openDefects(cycle)?.reason).toContain('SHOP-1');
    expect(cycle.state.requirements.at(-1)?.decisions).toEqual([]);
  });
});
