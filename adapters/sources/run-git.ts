import { execa } from 'execa';
import type { StepContext } from '../../activities/ports/deployer.ts';
import { StepFailure } from '../../activities/ports/failures.ts';
import { commandEnvironment } from '../runners/command-environment.ts';

/** What git answered. A failure that only git can explain is told by its exit code and words. */
export type GitAnswer = {
  readonly exitCode: number;
  readonly output: string;
  /** The last lines of what git complained about, without passwords in addresses. */
  readonly complaint: string;
};

export type Git = (parameters: readonly string[], cwd: string) => Promise<GitAnswer>;

/**
 * Settings that keep what a repository, a user or a machine may have configured out of a build:
 * hooks, file watchers, filters, ignore lists, helpers that know passwords.
 */
const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.attributesFile=/dev/null',
  'core.excludesFile=/dev/null',
  'credential.helper=',
  'protocol.ext.allow=never',
  'submodule.recurse=false',
  'advice.detachedHead=false',
].flatMap((setting) => ['-c', setting]);

const environment = {
  LC_ALL: 'C',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_SSH_COMMAND: 'ssh -oBatchMode=yes',
  GIT_ALLOW_PROTOCOL: 'file:git:http:https:ssh',
  GIT_NO_REPLACE_OBJECTS: '1',
};

/**
 * A git that asks nobody anything and ends with the step.
 *
 * Errors: terminal when there is no git; `retry` when the step was stopped or the time is over.
 */
export function createGit(context: StepContext, timeoutMs: number): Git {
  return async (parameters, cwd) => {
    const agent = process.env.SSH_AUTH_SOCK;
    const result = await execa('git', [...settings, ...parameters], {
      cwd,
      env: { ...commandEnvironment(environment), ...(agent && { SSH_AUTH_SOCK: agent }) },
      extendEnv: false,
      shell: false,
      stdin: 'ignore',
      reject: false,
      timeout: timeoutMs,
      cancelSignal: context.signal,
    });
    if (result.code === 'ENOENT') throw noGit();
    if (result.isCanceled) throw interrupted('was stopped because its step was');
    if (result.timedOut) throw interrupted(`did not end within ${timeoutMs} ms`);
    const complaint = result.stderr.trim().split('\n').slice(-3).join(' / ');
    return {
      exitCode: result.exitCode ?? 1,
      output: result.stdout,
      complaint: withoutPasswords(complaint),
    };
  };
}

/** An address without the name and password that may stand before its host. */
export function withoutPasswords(text: string): string {
  return text.replaceAll(/(:\/\/)[^/@\s]+@/g, '$1');
}

function noGit(): StepFailure {
  return new StepFailure(
    'terminal',
    'sources/no-git',
    'There is no git on this machine.',
    'Install git on the machines of the workers.',
  );
}

function interrupted(how: string): StepFailure {
  return new StepFailure(
    'retry',
    'sources/interrupted',
    `git ${how}.`,
    'Nothing, unless it happens again: then look at the network and the size of the repository.',
  );
}
