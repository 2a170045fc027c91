import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
import type { DeployerSubject } from '../../../support/deployers/subject.ts';

export function describeRepeats(createSubject: CreateSubject): void {
  test('brings a first version to an empty place', () =>
    givenNothing(createSubject, async (subject) => {
      const applied = await deploy(subject, FIRST);

      expect(applied).toMatchObject({ previous: null, changed: true });
      expect(await subject.standing()).toEqual(['1.0.0']);
      const observed = await subject.deployer.observe(
        subject.order(FIRST),
        subject.order(FIRST).settings,
        quietStep(),
      );
      expect(observed.current).toMatchObject({
        digest: subject.order(FIRST).artifact.digest,
        version: '1.0.0',
      });
      expect(observed.fence).toBe(subject.order(FIRST).fence);
    }));

  test('does once what is ordered twice under one key', () =>
    givenFirstServes(createSubject, async (subject) => {
      const order = subject.order(SECOND);
      const first = await subject.deployer.apply(order, quietStep());
      const second = await subject.deployer.apply(order, quietStep());

      expect(first).toMatchObject({ changed: true, previous: { version: '1.0.0' } });
      expect(second).toMatchObject({ changed: false, previous: { version: '1.0.0' } });
      expect(second.candidate).toEqual(first.candidate);
      expect(await subject.effectsOf('2.0.0')).toBe(1);
      expect(await subject.standing()).toEqual(standingBesides(subject));
    }));

  test('does once what two calls order at the same time', () =>
    givenFirstServes(createSubject, async (subject) => {
      const order = subject.order(SECOND);
      const applied = await Promise.all([
        subject.deployer.apply(order, quietStep()),
        subject.deployer.apply(order, quietStep()),
      ]);

      expect(applied.filter(({ changed }) => changed)).toHaveLength(1);
      expect(await subject.effectsOf('2.0.0')).toBe(1);
    }));

  test('settles once, also when it is repeated', () =>
    givenFirstServes(createSubject, async (subject) => {
      await deploy(subject, SECOND);
      const observed = await subject.deployer.settle(subject.order(SECOND), quietStep());
      const applied = await subject.deployer.apply(subject.order(SECOND), quietStep());

      expect(observed).toMatchObject({ current: { version: '2.0.0' }, candidate: null });
      expect(applied.changed).toBe(false);
      expect(await subject.standing()).toEqual(['2.0.0']);
      expect(await subject.effectsOf('2.0.0')).toBe(1);
    }));
}

export function describeUntouched(createSubject: CreateSubject): void {
  test('leaves alone what serves already under another key', () =>
    givenFirstServes(createSubject, async (subject) => {
      const again = { ...FIRST, key: 'release-9/web' };
      const applied = await deploy(subject, again);
      const undone = await subject.deployer.undo(subject.order(again), quietStep());

      expect(applied).toMatchObject({ changed: false, previous: { version: '1.0.0' } });
      expect(undone).toMatchObject({ changed: false, current: { version: '1.0.0' } });
      expect(await subject.effectsOf('1.0.0')).toBe(1);
      expect(await subject.standing()).toEqual(['1.0.0']);
    }));

  test('changes nothing by observing and previewing', () =>
    givenFirstServes(createSubject, async (subject) => {
      const order = subject.order({ ...SECOND, fence: 99 });
      const before = await contentOf(subject);
      await subject.deployer.observe(order, order.settings, quietStep());
      const preview = await subject.deployer.preview(order, quietStep());

      expect(await contentOf(subject)).toEqual(before);
      expect(await subject.standing()).toEqual(['1.0.0']);
      expect(preview).toMatchObject({ from: { version: '1.0.0' }, changes: true });
      expect(preview.summary).toContain('2.0.0');
      const same = await subject.deployer.preview(subject.order(FIRST), quietStep());
      expect(same.changes).toBe(false);
    }));
}

/** Every file of the deployer's state folder with its content. */
async function contentOf(subject: DeployerSubject): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(subject.root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const contents = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path, await readFile(path, 'utf8')] as const;
  });
  return new Map(await Promise.all(contents));
}
