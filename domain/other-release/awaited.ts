/** Something that another release has to have come to before this one goes on. */
export type Awaited = {
  /** Name of the other release. */
  readonly release: string;
  /** Id of one of its stages. */
  readonly stage: string;
  /**
   * `succeeded`: the stage is behind it. `reached`: everything before the stage is, and it waits
   * there for the others of its train, or has gone on.
   */
  readonly until: 'succeeded' | 'reached';
  /** The train that both go with. Absent: it is waited for and goes by itself. */
  readonly train?: string;
};

/** What a release says of others that it waits for: theirs first, then its own environment. */
export type AfterSpec = {
  readonly release: string;
  /** Id of a stage of the other one, such as `production/validate`. */
  readonly stage: string;
  /** The environment that this release does not enter before. */
  readonly before: string;
};

/** Releases that go into an environment together or not at all. Each of them says the same. */
export type TrainSpec = {
  readonly name: string;
  /** Names of the others. */
  readonly with: readonly string[];
  /** The environment that none of them enters before all are ready for it. */
  readonly enters: string;
};

/** Id of the stage in which a release waits for others before it enters an environment. */
export function predecessorsStage(environment: string): string {
  return `${environment}/predecessors`;
}

/** Id of the stage in which the releases of a train wait for each other. */
export function trainStage(environment: string): string {
  return `${environment}/train`;
}
