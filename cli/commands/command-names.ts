/** As the API takes them; test/cli/http/answers.test.ts holds the two lists together. */
export const commandNames = [
  'pause',
  'resume',
  'retry',
  'skip-task',
  'withdraw',
  'rollback',
  'proceed',
  'hold-in-place',
  'extend',
  'skip-compensation',
  'take-over',
  'complete-obligation',
  'waive',
] as const;
