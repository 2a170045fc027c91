/**
 * How a failed step may go on. `retry`: the same call may succeed later. `terminal`: the same call
 * will never succeed. `needs-person`: the world is not as expected and someone has to look.
 */
export type FailureKind = 'retry' | 'terminal' | 'needs-person';

/**
 * A failure that an adapter raises on purpose. Whatever else escapes from an adapter counts as
 * `retry`.
 */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
  readonly kind: FailureKind;
  /** Stable and machine-readable, such as `deployer/stale-fence`. */
  readonly code: string;
  /** What a person can do about it, as a sentence. */
  readonly remedy: string;
  /** How long the tool asks to be left alone before the next try; null: it says nothing. */
  readonly retryAfterMs: number | null;

  constructor(
    kind: FailureKind,
    code: string,
    message: string,
    remedy: string,
    retryAfterMs: number | null = null,
  ) {
    super(message);
    this.kind = kind;
    this.code = code;
    this.remedy = remedy;
    this.retryAfterMs = retryAfterMs;
  }
}
