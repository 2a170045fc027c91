import {
  type CreateSubject,
  deploy,
  FIRST,
  givenFirstServes,
  givenNothing,
  SECOND,
  standingBesides,
} from '../../../support/deployers/given.ts';
import { quietStep } from '../../../support/deployers/step-context.ts';

export function describeUndo(createSubject: CreateSubject): void {
  test('takes back what was applied and not settled', () =>
    givenFirstServes(createSubject, async (subject) => {
      await subject.deployer.apply(subject.order(SECOND), quietStep());
      const undone = await subject.deployer.undo(subject.order(SECOND), quietStep());

      expect(undone).toMatchObject({ changed: true, current: { version: '1.0.0' } });
      expect(await subject.standing()).toEqual(['1.0.0']);
    }));

  test('brings back what was there before a settled deployment', () =>
    givenFirstServes(createSubject, async (subject) => {
      await deploy(subject, SECOND);
      const undone = await subject.deployer.undo(subject.order(SECOND), quietStep());

      expect(undone).toMatchObject({
        changed: true,
        current: { version: '1.0.0', digest: subject.order(FIRST).artifact.digest },
      });
      expect(await subject.standing()).toEqual(['1.0.0']);
    }));

  test('leaves an empty place when nothing was there before', () =>
    givenNothing(createSubject, async (subject) => {
      await deploy(subject, FIRST);
      expect(await subject.deployer.prepareUndo(subject.order(FIRST), quietStep())).toBeNull();
      const undone = await subject.deployer.undo(subject.order(FIRST), quietStep());

      expect(undone).toEqual({ changed: true, current: null });
      expect(await subject.standing()).toEqual([]);
    }));

  test('takes back once, also when it is repeated', () =>
    givenFirstServes(createSubject, async (subject) => {
      await deploy(subject, SECOND);
      await subject.deployer.undo(subject.order(SECOND), quietStep());
      const effects = await subject.effectsOf('1.0.0');
      const again = await subject.deployer.undo(subject.order(SECOND), quietStep());

      expect(again).toMatchObject({ changed: false, current: { version: '1.0.0' } });
      expect(await subject.effectsOf('1.0.0')).toBe(effects);
      expect(await subject.standing()).toEqual(['1.0.0']);
    }));

  test('has what it goes back to stand before anything is stopped', () =>
    givenFirstServes(createSubject, async (subject) => {
      await deploy(subject, SECOND);
      const order = subject.order(SECOND);
      const prepared = await subject.deployer.prepareUndo(order, quietStep());

      expect(prepared).toMatchObject({ version: '1.0.0' });
      const both = ['1.0.0', '2.0.0'];
      expect((await subject.standing()).toSorted()).toEqual(
        subject.deployer.besides ? both : standingBesides(subject),
      );
      const undone = await subject.deployer.undo(order, quietStep());
      expect(undone.current?.instances).toEqual(prepared?.instances);
      expect(await subject.standing()).toEqual(['1.0.0']);
      expect(await subject.effectsOf('1.0.0')).toBe(2);
    }));
}

export function describeUndoLimits(createSubject: CreateSubject): void {
  test('spends the key of what was never applied', () =>
    givenFirstServes(createSubject, async (subject) => {
      const undone = await subject.deployer.undo(subject.order(SECOND), quietStep());
      const late = subject.deployer.apply(subject.order(SECOND), quietStep());

      expect(undone).toMatchObject({ changed: false, current: { version: '1.0.0' } });
      await expect(late).rejects.toMatchObject({ kind: 'terminal', code: 'deployer/key-spent' });
      expect(await subject.effectsOf('2.0.0')).toBe(0);
    }));

  test('stops with the difference when somebody changed what it would go back to', () =>
    givenFirstServes(createSubject, async (subject) => {
      await subject.deployer.apply(subject.order(SECOND), quietStep());
      await subject.meddle();
      const before = await subject.standing();
      const undo = subject.deployer.undo(subject.order(SECOND), quietStep());

      await expect(undo).rejects.toMatchObject({
        kind: 'needs-person',
        code: 'deployer/foreign-change',
        message: expect.stringContaining('1.0.0'),
      });
      expect(await subject.standing()).toEqual(before);
    }));

  test('stops with the difference when another key came later', () =>
    givenFirstServes(createSubject, async (subject) => {
      await deploy(subject, SECOND);
      await deploy(subject, { key: 'release-3/web', version: '3.0.0' });
      const undo = subject.deployer.undo(subject.order(SECOND), quietStep());

      await expect(undo).rejects.toMatchObject({
        kind: 'needs-person',
        code: 'deployer/foreign-change',
        message: expect.stringMatching(/3\.0\.0.*release-3\/web/),
      });
      expect(await subject.standing()).toEqual(['3.0.0']);
    }));
}
