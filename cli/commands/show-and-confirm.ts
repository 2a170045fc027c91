import { NotMeant, UsageMistake } from '../failures.ts';
import type { ReleaseAnswer, RequirementAnswer } from '../http/answers.ts';
import { showSubject } from '../show/subject.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { subjectToSend } from './find-requirement.ts';

export type SubjectOptions = {
  readonly subjectDigest?: string;
  readonly comment?: string;
  readonly decisionId?: string;
  readonly yes?: boolean;
};

/**
 * Shows what is decided on, asks whoever sits there, and returns the digest of what was shown.
 * Nobody decides about something that was not shown to them: a program, which is shown nothing, has
 * to name it.
 */
export async function showAndConfirm(
  release: ReleaseAnswer,
  requirement: RequirementAnswer,
  verdict: string,
  { subjectDigest: insisted, yes = false }: SubjectOptions,
  terminal: Terminal,
): Promise<string> {
  if (terminal.json && insisted === undefined) {
    throw new UsageMistake(
      'With --json nothing is shown, so what you decide on has to be named.',
      'Add --subject-digest with the `subjectDigest` of the requirement in `tidegate show --json`.',
    );
  }
  terminal.note(showSubject(release, requirement, terminal.paintNote, new Date()));
  const subject = subjectToSend(requirement, insisted);
  if (yes || terminal.ask === null) return subject;
  if (await terminal.ask(`Say ${verdict} to ${requirement.id}?`)) return subject;
  throw new NotMeant('Nothing was sent.', 'Answer y to send it.');
}
