/**
 * What a problem code stands for: its HTTP status, its title, and what to do when nothing better is
 * known.
 */
export type ProblemKind = {
  readonly status: number;
  readonly title: string;
  readonly remedy: string;
};
