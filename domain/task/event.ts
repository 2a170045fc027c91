/** What happens to tasks beyond what is said of any requirement. */
export type TaskEvents = {
  /** Somebody who may has let the release go on without a task that failed. */
  readonly type: 'task.skipped';
  readonly task: string;
  readonly by: string;
  /** Digest of what they signed. */
  readonly statement: string;
};
