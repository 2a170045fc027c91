/** How the program ends, for scripts. Documented in every help text; the numbers are stable. */
export const exitCodes = {
  /** It was done, or the answer is yes. */
  done: 0,
  /** The answer is no: refused, does not compile, broken, or ended otherwise than released. */
  no: 1,
  /** The command line or a file that it names cannot be used. Nothing was sent. */
  usage: 2,
  /** Not signed in, or signed in as somebody who may not. */
  notAllowed: 3,
  /** The server does not answer, or cannot now. The same command can be given again. */
  away: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
