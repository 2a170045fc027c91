import { type ExitCode, exitCodes } from './exit-code.ts';
import type { ProblemAnswer } from './http/answers.ts';

/** A failure that the person is told of in its own words, with the code the program ends with. */
export abstract class Failure extends Error {
  abstract readonly exitCode: ExitCode;
  /** What to do about it, as a sentence. */
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

/** What was typed, or a file that it names, cannot be used. */
export class UsageMistake extends Failure {
  override readonly name = 'UsageMistake';
  override readonly exitCode = exitCodes.usage;
}

/** Nobody is signed in at this server. */
export class NotSignedIn extends Failure {
  override readonly name = 'NotSignedIn';
  override readonly exitCode = exitCodes.notAllowed;
}

/** The server cannot be reached, did not answer in time, or answered no HTTP that is understood. */
export class ServerAway extends Failure {
  override readonly name = 'ServerAway';
  override readonly exitCode = exitCodes.away;
}

/** Tidegate was not asked to do it, because the person would not have meant it. */
export class NotMeant extends Failure {
  override readonly name = 'NotMeant';
  override readonly exitCode = exitCodes.no;
}

/** The server answered with a problem (RFC 9457). */
export class Refused extends Failure {
  override readonly name = 'Refused';
  override readonly exitCode: ExitCode;
  readonly problem: ProblemAnswer;

  constructor(problem: ProblemAnswer) {
    super(problem.detail, problem.remedy);
    this.problem = problem;
    this.exitCode = exitCodeOf(problem.status);
  }
}

/** 429 and everything from 500 on is about the server and this moment, not about the request. */
function exitCodeOf(status: number): ExitCode {
  if (status === 401 || status === 403) return exitCodes.notAllowed;
  return status === 429 || status >= 500 ? exitCodes.away : exitCodes.no;
}
