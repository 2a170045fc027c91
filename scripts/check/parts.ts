/** One thing that `npm run check` looks at: a program of node_modules/.bin and what it is told. */
export type Part = {
  readonly name: string;
  /** What a person learns when it passes. */
  readonly promise: string;
  readonly program: string;
  readonly args: readonly string[];
  /** What to do when it fails. */
  readonly remedy: string;
};

/** The slow ones first, so that two at a time end together. */
export const parts: readonly Part[] = [
  {
    name: 'house',
    promise: 'the workflow bundle is small and pure, capabilities and names are in order',
    program: 'jest',
    args: ['--selectProjects', 'pure', '--testPathPatterns', '^test/house/', '--silent'],
    remedy: 'Read the failing test: it says what the house asks, and where.',
  },
  {
    name: 'types',
    promise: 'every file compiles under strict types',
    program: 'tsc',
    args: ['--project', '.'],
    remedy: 'Mend the types; casts over `unknown` and `any` are not a way.',
  },
  {
    name: 'lint',
    promise: 'no lost promises, no `any`, files and functions within their budgets',
    program: 'oxlint',
    args: ['--deny-warnings'],
    remedy: 'The rules and their reasons are in .oxlintrc.json.',
  },
  {
    name: 'imports',
    promise: 'everyone imports only whom they may',
    program: 'depcruise',
    args: ['--output-type', 'err-long', '.'],
    remedy: 'The rules and their reasons are in .dependency-cruiser.cjs.',
  },
  {
    name: 'unused',
    promise: 'no file, export or dependency without a use',
    program: 'knip',
    args: ['--no-progress', '--treat-config-hints-as-errors'],
    remedy: 'Remove it, or let knip.jsonc know the way in to it.',
  },
  {
    name: 'format',
    promise: 'one format and one order of imports',
    program: 'biome',
    args: ['check', '.'],
    remedy: 'Run: npx biome check --write .',
  },
];
