import { readFileSync } from 'node:fs';
import type { DeploymentOrder } from '../../../../activities/ports/deployer.ts';
import { startAll } from '../../../../adapters/deployers/local-process/start-all.ts';
import { stopAll } from '../../../../adapters/deployers/local-process/stop-all.ts';
import { deploy, FIRST, givenFirstServes, SECOND } from '../../../support/deployers/given.ts';
import { createLocalProcessSubject } from '../../../support/deployers/local-process-subject.ts';
import {
  processesWith,
  type SeenProcess,
} from '../../../support/deployers/process-environments.ts';
import { runAndKill } from '../../../support/deployers/run-and-kill.ts';
import { quietStep } from '../../../support/deployers/step-context.ts';
import type { DeployerSubject } from '../../../support/deployers/subject.ts';

const given = (test: (subject: DeployerSubject) => Promise<void>) =>
  givenFirstServes(createLocalProcessSubject, test);

/** The processes of one version, as /proc shows them. */
function processesOf(subject: DeployerSubject, version: string): readonly SeenProcess[] {
  const { STARTS_FILE } = envOf(subject.order(FIRST));
  const all = processesWith('STARTS_FILE', STARTS_FILE ?? '');
  return all.filter(({ env }) => env.get('TIDEGATE_VERSION') === version);
}

function envOf(order: DeploymentOrder): Record<string, string> {
  return order.settings.env as Record<string, string>;
}

test('starts processes that outlive the process that started them, in sessions of their own', () =>
  given(async (subject) => {
    process.env.DATABASE_URL = 'postgres://secret';
    const order = { ...subject.order(SECOND) };
    const twice = { ...order, settings: { ...order.settings, instances: 2 } };
    const killAt = { write: 99, moment: 'before' } as const;
    const { root, tool } = subject;
    expect(await runAndKill({ tool, root, step: 'apply', order: twice, killAt })).toBe('ended');

    const started = processesOf(subject, '2.0.0');
    expect(started).toHaveLength(2);
    expect(new Set(started.map(({ env }) => env.get('PORT'))).size).toBe(2);
    for (const { pid, env } of started) {
      const [, , group, session] = statOf(pid);
      expect([group, session]).toEqual([String(pid), String(pid)]);
      expect(env.get('TIDEGATE_ARTIFACT_DIGEST')).toBe(order.artifact.digest);
      expect(env.has('DATABASE_URL')).toBe(false);
    }
  }));

test('lists only instances that live, and starts a dead candidate again when it is repeated', () =>
  given(async (subject) => {
    const order = subject.order(SECOND);
    await subject.deployer.apply(order, quietStep());
    for (const { pid } of processesOf(subject, '2.0.0')) process.kill(pid, 'SIGKILL');
    const observed = await subject.deployer.observe(order, order.settings, quietStep());
    const settle = subject.deployer.settle(order, quietStep());

    expect(observed.candidate?.instances).toEqual([]);
    expect(observed.current?.instances).toHaveLength(1);
    await expect(settle).rejects.toMatchObject({ code: 'deployer/candidate-unwell' });
    const applied = await subject.deployer.apply(order, quietStep());
    expect(applied.changed).toBe(true);
    expect(await subject.standing()).toEqual(['1.0.0', '2.0.0']);
  }));

test('lets a person’s next attempt take the candidate over, and alone take it back', () =>
  given(async (subject) => {
    const next = { ...SECOND, key: 'release-2/web/attempt-2' };
    await subject.deployer.apply(subject.order(SECOND), quietStep());
    await subject.deployer.apply(subject.order(next), quietStep());
    await subject.deployer.undo(subject.order(SECOND), quietStep());
    expect(await subject.standing()).toEqual(['1.0.0', '2.0.0']);

    await subject.deployer.undo(subject.order(next), quietStep());
    expect(await subject.standing()).toEqual(['1.0.0']);
    expect(await subject.effectsOf('2.0.0')).toBe(1);
  }));

test('leaves what stands there for an undo to that undo', () =>
  given(async (subject) => {
    await deploy(subject, SECOND);
    await subject.deployer.prepareUndo(subject.order(SECOND), quietStep());
    const again = subject.order({ ...FIRST, key: 'release-3/web' });

    await expect(subject.deployer.apply(again, quietStep())).rejects.toMatchObject({
      code: 'deployer/occupied',
    });
    await subject.deployer.undo(subject.order(SECOND), quietStep());
    expect(await subject.standing()).toEqual(['1.0.0']);
  }));

test('refuses another version beside one that is neither settled nor undone', () =>
  given(async (subject) => {
    await subject.deployer.apply(subject.order(SECOND), quietStep());
    const third = subject.order({ key: 'release-3/web', version: '3.0.0' });

    await expect(subject.deployer.apply(third, quietStep())).rejects.toMatchObject({
      kind: 'needs-person',
      code: 'deployer/occupied',
      message: expect.stringContaining('release-2/web'),
    });
    expect(await subject.standing()).toEqual(['1.0.0', '2.0.0']);
  }));

test('says why an instance ends, without the values of its environment', () =>
  given(async (subject) => {
    const order = subject.order(SECOND);
    const env = { ...envOf(order), BEHAVIOUR: 'ends', PASSWORD: 'correct-horse' };
    const ending = { ...order, settings: { ...order.settings, env } };
    const error = await subject.deployer
      .apply(ending, quietStep())
      .catch((caught: unknown) => caught);

    expect(error).toMatchObject({ kind: 'terminal', code: 'deployer/instance-ended' });
    expect(String(error)).toContain('cannot work with the password <PASSWORD>');
    expect(String(error)).not.toContain('correct-horse');
    expect(await subject.standing()).toEqual(['1.0.0']);
    await subject.deployer.undo(ending, quietStep());
  }));

test('kills what ignores the request to end', () =>
  given(async (subject) => {
    const order = subject.order(SECOND);
    const env = { ...envOf(order), BEHAVIOUR: 'ignores-sigterm' };
    const stubborn = { ...order, settings: { ...order.settings, env, stopTimeoutMs: 300 } };
    await subject.deployer.apply(stubborn, quietStep());
    await subject.deployer.undo(stubborn, quietStep());

    expect(await subject.standing()).toEqual(['1.0.0']);
  }));

test('stops everything and starts it again at the same addresses', () =>
  given(async (subject) => {
    await deploy(subject, SECOND);
    const [before] = processesOf(subject, '2.0.0');
    expect(await stopAll(subject.root, quietStep())).toEqual([]);
    expect(await subject.standing()).toEqual([]);

    await startAll(subject.root, quietStep());
    const [after] = processesOf(subject, '2.0.0');
    expect(await subject.standing()).toEqual(['2.0.0']);
    expect(after?.pid).not.toBe(before?.pid);
    expect(after?.env.get('PORT')).toBe(before?.env.get('PORT'));
  }));

/** State, parent, process group and session of a process. */
function statOf(pid: number): readonly string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
