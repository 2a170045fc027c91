import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CreateSubject,
  deploy,
  givenFirstServes,
  SECOND,
  standingBesides,
} from '../../../support/deployers/given.ts';
import { type KilledRun, runAndKill } from '../../../support/deployers/run-and-kill.ts';
import type { RunRequest } from '../../../support/deployers/run-deployer.ts';
import { quietStep } from '../../../support/deployers/step-context.ts';
import type { DeployerSubject } from '../../../support/deployers/subject.ts';

const LONG_MS = 180_000;
const MOST_WRITES = 20;
const EFFECT_SHOWS_MS = 400;

/**
 * The step runs in a process that kills itself before or after each write of its state, one after
 * the other: before a write lies every effect that has not been recorded yet, after the last one
 * lies the lost answer.
 */
export function describeKills(createSubject: CreateSubject): void {
  test(
    'applies once wherever it is killed, when it is repeated',
    () =>
      sweep(async (killAt) =>
        runs(createSubject, 'apply', killAt, async (subject) => {
          // What the killed call had started gets the time to show its effect.
          await sleep(EFFECT_SHOWS_MS);
          const applied = await subject.deployer.apply(subject.order(SECOND), quietStep());

          expect(applied.previous).toMatchObject({ version: '1.0.0' });
          expect(await subject.effectsOf('2.0.0')).toBe(1);
          expect(await subject.standing()).toEqual(standingBesides(subject));
        }),
      ),
    LONG_MS,
  );

  test(
    'takes back an apply that was killed anywhere, and lets nobody apply it late',
    () =>
      sweep(async (killAt) =>
        runs(createSubject, 'apply', killAt, async (subject) => {
          const order = subject.order(SECOND);
          await subject.deployer.undo(order, quietStep());

          expect(await subject.standing()).toEqual(['1.0.0']);
          const late = subject.deployer.apply(order, quietStep());
          await expect(late).rejects.toMatchObject({ code: 'deployer/key-spent' });
          expect(await subject.standing()).toEqual(['1.0.0']);
        }),
      ),
    LONG_MS,
  );

  test(
    'settles wherever it is killed, when it is repeated',
    () =>
      sweep(async (killAt) =>
        runs(createSubject, 'settle', killAt, async (subject) => {
          await subject.deployer.settle(subject.order(SECOND), quietStep());

          expect(await subject.standing()).toEqual(['2.0.0']);
          expect(await subject.effectsOf('2.0.0')).toBe(1);
        }),
      ),
    LONG_MS,
  );

  test(
    'takes back once wherever it is killed, when it is repeated',
    () =>
      sweep(async (killAt) =>
        runs(createSubject, 'undo', killAt, async (subject) => {
          const undone = await subject.deployer.undo(subject.order(SECOND), quietStep());

          expect(undone.current).toMatchObject({ version: '1.0.0' });
          expect(await subject.standing()).toEqual(['1.0.0']);
          expect(await subject.effectsOf('1.0.0')).toBe(2);
        }),
      ),
    LONG_MS,
  );
}

export type KillAt = RunRequest['killAt'];

/** Repeats a run with later and later kills, until one comes to its end. */
export async function sweep(run: (killAt: KillAt) => Promise<KilledRun>): Promise<void> {
  for (let write = 1; write <= MOST_WRITES; write += 1) {
    for (const moment of ['before', 'after'] as const) {
      if ((await run({ write, moment })) === 'ended') {
        expect(write).toBeGreaterThan(1);
        return;
      }
    }
  }
  throw new Error(`The step still writes after ${MOST_WRITES} writes.`);
}

/** Brings the place to where the step can run, runs and kills it, and checks what comes after. */
async function runs(
  createSubject: CreateSubject,
  step: 'apply' | 'settle' | 'undo',
  killAt: KillAt,
  check: (subject: DeployerSubject) => Promise<void>,
): Promise<KilledRun> {
  let run: KilledRun = 'ended';
  await givenFirstServes(createSubject, async (subject) => {
    const { tool, root, deployer } = subject;
    const order = subject.order(SECOND);
    if (step === 'settle') await deployer.apply(order, quietStep());
    if (step === 'undo') await deploy(subject, SECOND);
    run = await runAndKill({ tool, root, step, order, killAt });
    await check(subject);
  });
  return run;
}
