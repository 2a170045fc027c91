/** The names by which releases are found in the Temporal UI. All are of type Keyword. */
export const searchAttributes = [
  'TidegateRelease',
  'TidegateState',
  'TidegateEnvironment',
  'TidegateWaitingOn',
] as const;
