import { StepFailure } from '../../activities/ports/failures.ts';
import type { EvidenceReference } from '../../domain/release/event.ts';
import type { SupervisedEnd } from './run-supervised.ts';

type Ended = {
  readonly program: string;
  readonly order: { readonly timeoutMs: number };
  readonly log: EvidenceReference;
  readonly lastLines: readonly string[];
};

/** A command of no words. */
export function emptyCommand(): StepFailure {
  return new StepFailure(
    'terminal',
    'runners/empty-command',
    'There is no command to run: the argument list is empty.',
    'Write the program as the first word of the command in the catalog.',
  );
}

/** A working folder that the runner has no business in. */
export function outside(cwd: string, roots: readonly string[]): StepFailure {
  return new StepFailure(
    'terminal',
    'runners/folder-outside',
    `Commands run inside ${roots.join(', ')}, but ${cwd} does not exist there.`,
    'Use a folder of the checkout; a symbolic link may not lead out of it.',
  );
}

/** The step was told to stop before or while the command ran. */
export function stopped(program: string): StepFailure {
  return new StepFailure(
    'retry',
    'runners/stopped',
    `${program} was stopped because its step was.`,
    'Nothing: it starts again with the step.',
  );
}

/** What to tell about a command that ended in any way but with an exit code. */
export function ofEnd(end: SupervisedEnd, ended: Ended): StepFailure {
  if ('cut' in end) return ofCut(end.cut, ended);
  if (!end.started) return notStarted(end.code, ended.program);
  return ofSignal(end.signal ?? 'unknown', ended);
}

function ofCut(cut: 'timeout' | 'stopped' | 'lost', ended: Ended): StepFailure {
  const { program, order } = ended;
  if (cut === 'stopped') return stopped(program);
  if (cut === 'lost') {
    return new StepFailure(
      'retry',
      'runners/lost',
      `Somebody killed the supervisor of ${program}, so nobody knows how it ended. ${said(ended)}`,
      'Nothing, unless it happens again: then find out who kills processes on this machine.',
    );
  }
  return new StepFailure(
    'needs-person',
    'runners/timeout',
    `${program} did not end within ${order.timeoutMs} ms and was stopped. ${said(ended)}`,
    `Read ${ended.log.reference} to see where it hangs, then send the command retry.`,
  );
}

function notStarted(code: string, program: string): StepFailure {
  if (code === 'ENOENT') {
    return new StepFailure(
      'terminal',
      'runners/program-missing',
      `There is no program "${program}" on this machine.`,
      `Install "${program}" on the machines of the workers, or name another one in the catalog.`,
    );
  }
  // The machine has run out of processes, files or memory, which passes.
  const isShortage = ['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM'].includes(code);
  return new StepFailure(
    isShortage ? 'retry' : 'terminal',
    'runners/program-not-started',
    `The program "${program}" cannot be started (${code}).`,
    'It must be an executable file; a command never goes through a shell.',
  );
}

/**
 * A polite signal from outside means that the machine stops; any other, that something is wrong.
 */
function ofSignal(signal: string, ended: Ended): StepFailure {
  const isPolite = ['SIGTERM', 'SIGINT', 'SIGHUP'].includes(signal);
  return new StepFailure(
    isPolite ? 'retry' : 'needs-person',
    'runners/killed',
    `${ended.program} was ended by the signal ${signal}. ${said(ended)}`,
    `Read ${ended.log.reference}. SIGKILL often means that the machine is out of memory.`,
  );
}

function said({ lastLines }: Ended): string {
  const words = lastLines.slice(-3).join(' / ').slice(0, 500);
  return words === '' ? 'It said nothing.' : `It said last: ${words}`;
}
