import { catalogue, type ProblemCode } from './problems/catalogue.ts';

/** One thing that is wrong with a request, and where. */
export type ProblemPlace = {
  /** Stable and machine-readable, such as `unknown-key`. */
  readonly code: string;
  /** RFC 6901 pointer into the body or document; for a query or header, its name after a slash. */
  readonly pointer: string;
  readonly message: string;
  readonly remedy: string;
  /** Which file, where several were sent. */
  readonly file?: string;
  /** From 1, in the text that was sent. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
};

type ProblemOptions = {
  /** What is wrong this time and what was expected, as a sentence. */
  readonly detail: string;
  /** What to do this time; the code's own remedy when not said. */
  readonly remedy?: string;
  readonly errors?: readonly ProblemPlace[];
  /** Further members, such as the current digest. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** For the log; never shown. */
  readonly cause?: unknown;
};

/** A refusal that the caller is told about, as RFC 9457 describes. Endpoints throw it. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly #options: ProblemOptions;

  constructor(code: ProblemCode, options: ProblemOptions) {
    super(options.detail, { cause: options.cause });
    this.code = code;
    this.status = catalogue[code].status;
    this.headers = options.headers ?? {};
    this.#options = options;
  }

  /** The body, with the id by which traces or the log know the request. */
  toBody(traceId: string): ProblemBody {
    const { title, remedy } = catalogue[this.code];
    return {
      ...this.#options.members,
      type: `https://tidegate.dev/problems/${this.code}`,
      title,
      status: this.status,
      detail: this.message,
      code: this.code,
      remedy: this.#options.remedy ?? remedy,
      errors: this.#options.errors ?? [],
      traceId,
    };
  }
}

export type ProblemBody = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly remedy: string;
  readonly errors: readonly ProblemPlace[];
  readonly traceId: string;
};
