import { appendFile, cp } from 'node:fs/promises';
import type { Deployer } from '../../../../activities/ports/deployer.ts';
import {
  type CreateSubject,
  deploy,
  FIRST,
  givenFirstServes,
  SECOND,
} from '../../../support/deployers/given.ts';
import { quietStep, stepStoppedAfter } from '../../../support/deployers/step-context.ts';

const STOP_AFTER_MS = 800;

export function describeRefusals(createSubject: CreateSubject): void {
  test.each(['apply', 'settle', 'prepareUndo', 'undo'] as const)(
    'refuses to %s for a lease that was taken over',
    (step: keyof Pick<Deployer, 'apply' | 'settle' | 'prepareUndo' | 'undo'>) =>
      givenFirstServes(createSubject, async (subject) => {
        await deploy(subject, { ...SECOND, fence: 7 });
        const stale = subject.order({ ...SECOND, fence: 6 });

        await expect(subject.deployer[step](stale, quietStep())).rejects.toMatchObject({
          kind: 'terminal',
          code: 'deployer/stale-fence',
          message: expect.stringMatching(/7.*6/),
        });
        expect(await subject.standing()).toEqual(['2.0.0']);
        expect(await subject.effectsOf('2.0.0')).toBe(1);
      }),
  );

  test('refuses other content under a used key', () =>
    givenFirstServes(createSubject, async (subject) => {
      await subject.deployer.apply(subject.order(SECOND), quietStep());
      const other = subject.order({ ...SECOND, version: '3.0.0' });

      await expect(subject.deployer.apply(other, quietStep())).rejects.toMatchObject({
        kind: 'terminal',
        code: 'deployer/key-reused',
      });
      expect(await subject.effectsOf('3.0.0')).toBe(0);
    }));

  test('refuses an archive whose bytes are not the ordered ones, and forgets it again', () =>
    givenFirstServes(createSubject, async (subject) => {
      const order = subject.order(SECOND);
      const tampered = `${order.artifact.path}.tampered`;
      await cp(order.artifact.path ?? '', tampered);
      await appendFile(tampered, 'x');
      const wrong = { ...order, artifact: { ...order.artifact, path: tampered } };

      await expect(subject.deployer.apply(wrong, quietStep())).rejects.toMatchObject({
        kind: 'terminal',
        code: 'deployer/wrong-artifact',
      });
      expect(await subject.effectsOf('2.0.0')).toBe(0);
      const undone = await subject.deployer.undo(wrong, quietStep());
      expect(undone).toMatchObject({ changed: false, current: { version: '1.0.0' } });
      expect(await subject.standing()).toEqual(['1.0.0']);
    }));
}

export function describeUnwellTools(createSubject: CreateSubject): void {
  test('stops waiting for a hanging tool when the step is stopped, and takes it back', () =>
    givenFirstServes(createSubject, async (subject) => {
      const hanging = subject.order({ ...SECOND, behaviour: 'hangs' });
      const startedAt = performance.now();

      await expect(
        subject.deployer.apply(hanging, stepStoppedAfter(STOP_AFTER_MS)),
      ).rejects.toMatchObject({ kind: 'retry', code: 'deployer/stopped' });
      expect(performance.now() - startedAt).toBeLessThan(STOP_AFTER_MS + 5_000);
      expect(await subject.commandsRunning()).toBe(0);
      await subject.deployer.undo(hanging, quietStep());
      expect(await subject.standing()).toEqual(['1.0.0']);
    }));

  test('refuses a tool that says it is done and reports something else', () =>
    givenFirstServes(createSubject, async (subject) => {
      const lying = subject.order({ ...SECOND, behaviour: 'lies' });

      await expect(subject.deployer.apply(lying, quietStep())).rejects.toMatchObject({
        kind: 'terminal',
        message: expect.stringContaining(lying.artifact.digest),
      });
      await subject.deployer.undo(lying, quietStep());
      expect(await subject.standing()).toEqual(['1.0.0']);
    }));
}

export function describeNames(createSubject: CreateSubject): void {
  test('refuses names that would lead out of its folder', () =>
    givenFirstServes(createSubject, async (subject) => {
      const outside = { ...subject.order(FIRST), component: '../../elsewhere' };

      await expect(subject.deployer.apply(outside, quietStep())).rejects.toMatchObject({
        code: 'deployer/bad-name',
      });
    }));

  test('names the nearest known setting for one that it does not know', () =>
    givenFirstServes(createSubject, async (subject) => {
      const { settings } = subject.order(FIRST);
      const problems = subject.deployer.checkSettings({ ...settings, evn: {} });

      expect(subject.deployer.checkSettings(settings)).toEqual([]);
      expect(problems).toEqual([expect.stringContaining('Did you mean `env`?')]);
    }));
}
