import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeploymentOrder } from '../../../../activities/ports/deployer.ts';
import { createCommandSubject } from '../../../support/deployers/command-subject.ts';
import { givenFirstServes, givenNothing, SECOND } from '../../../support/deployers/given.ts';
import { runAndKill } from '../../../support/deployers/run-and-kill.ts';
import { quietStep } from '../../../support/deployers/step-context.ts';
import type { DeployerSubject } from '../../../support/deployers/subject.ts';

const given = (test: (subject: DeployerSubject) => Promise<void>) =>
  givenFirstServes(createCommandSubject, test);

function withEnv(order: DeploymentOrder, env: Record<string, string>): DeploymentOrder {
  const before = order.settings.env as Record<string, string>;
  return { ...order, settings: { ...order.settings, env: { ...before, ...env } } };
}

test('waits for a command that a killed call left running, instead of running it twice', () =>
  given(async (subject) => {
    const order = withEnv(subject.order(SECOND), { BEHAVIOUR: 'slow' });
    // The third write records the process of the running command.
    const killAt = { write: 3, moment: 'after' } as const;
    const { root, tool } = subject;
    expect(await runAndKill({ tool, root, step: 'apply', order, killAt })).toBe('killed');
    expect(await subject.commandsRunning()).toBe(1);
    expect(await subject.effectsOf('2.0.0')).toBe(0);

    await subject.deployer.apply(order, quietStep());
    expect(await subject.effectsOf('2.0.0')).toBe(1);
    expect(await subject.commandsRunning()).toBe(0);
  }));

test('ends a command that takes too long with all that it started, and shows that it lived', () =>
  given(async (subject) => {
    const order = withEnv(subject.order(SECOND), { BEHAVIOUR: 'hangs' });
    const slow = { ...order, settings: { ...order.settings, timeoutMs: 3_500 } };
    const beats: number[] = [];
    const context = { ...quietStep(), heartbeat: () => void beats.push(performance.now()) };
    const error = await subject.deployer.apply(slow, context).catch((caught: unknown) => caught);

    expect(error).toMatchObject({ kind: 'retry', code: 'deployer/command-timed-out' });
    expect(await subject.commandsRunning()).toBe(0);
    const pauses = beats.slice(1).map((beat, index) => beat - (beats[index] ?? beat));
    expect(beats.length).toBeGreaterThan(3);
    expect(Math.max(...pauses)).toBeLessThan(2_000);
  }));

test('says why a command failed, without the values of its environment', () =>
  given(async (subject) => {
    const env = { BEHAVIOUR: 'fails', PASSWORD: 'correct-horse' };
    const order = withEnv(subject.order(SECOND), env);
    const error = await subject.deployer
      .apply(order, quietStep())
      .catch((caught: unknown) => caught);

    expect(error).toMatchObject({ kind: 'retry', code: 'deployer/command-failed' });
    expect(String(error)).toMatch(/exit code 3.*cannot work with the password <PASSWORD>/);
    expect(String(error)).not.toContain('correct-horse');
  }));

test('passes each argument whole, and through no shell', () =>
  given(async (subject) => {
    const order = subject.order(SECOND);
    const version = '2.0.0 $(touch pwned); `id` {digest}';
    const odd = { ...order, artifact: { ...order.artifact, version } };
    await subject.deployer.apply(odd, quietStep());

    expect(await subject.standing()).toEqual([version]);
  }));

test('names the nearest placeholder for one that it does not know', () =>
  given(async (subject) => {
    const { settings } = subject.order(SECOND);
    const { deployer } = subject;

    expect(deployer.checkSettings({ ...settings, undo: ['x', '{previous.verison}'] })).toEqual([
      expect.stringContaining('Did you mean {previous.version}?'),
    ]);
    expect(deployer.checkSettings({ ...settings, observe: ['x', '{key}'] })).toHaveLength(1);
    expect(deployer.checkSettings({ ...settings, apply: ['x', '{.items}', '{}'] })).toEqual([]);
  }));

test('gives back what somebody had put there before Tidegate came', () =>
  givenNothing(createCommandSubject, async (subject) => {
    const order = subject.order(SECOND);
    const byHand = JSON.stringify({ version: '0.9.0-by-hand' });
    await writeFile(join(toolFolderOf(order), 'state.json'), byHand);
    const applied = await subject.deployer.apply(order, quietStep());
    expect(applied.previous).toMatchObject({
      digest: 'version:0.9.0-by-hand',
      version: '0.9.0-by-hand',
    });

    await subject.deployer.undo(order, quietStep());
    expect(await subject.standing()).toEqual(['0.9.0-by-hand']);
  }));

function toolFolderOf(order: DeploymentOrder): string {
  const { TOOL_FOLDER = '' } = order.settings.env as Record<string, string>;
  return TOOL_FOLDER;
}
