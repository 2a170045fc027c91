import type { MigrationEvidence } from '../migration/rehearsed.ts';
import type { Verdict } from '../release/event.ts';

/** What a gate says, and why, as a sentence. */
export type Judgement = { readonly verdict: Verdict; readonly reason: string };

/**
 * Evidence in, judgement out: no I/O, no clock. Evidence that is missing or unreadable is never a
 * pass.
 */
export type Gate<Definition, Evidence> = (definition: Definition, evidence: Evidence) => Judgement;

/** What is left of a command. Null: it was not run, or was stopped before it ended. */
export type CommandEvidence = { readonly exitCode: number | null };

/** What a JUnit report counts, or why it cannot be read. */
export type JunitReport =
  | {
      readonly readable: true;
      readonly tests: number;
      readonly failures: number;
      readonly errors: number;
      readonly skipped: number;
      /** Names of some of the tests that did not pass. */
      readonly failedNames: readonly string[];
    }
  | { readonly readable: false; readonly reason: string };

export type JunitEvidence = CommandEvidence & {
  /** Null: nobody looked for one. */
  readonly report: JunitReport | null;
};

/** What a gate's command left, and how old it is. */
export type GatheredEvidence = JunitEvidence & {
  /**
   * Age of the report when the command began, in milliseconds; 0 when the command wrote it itself.
   * Null or absent: there is no report whose age could matter.
   */
  readonly reportAgeMs?: number | null;
  /** Null or absent: no migration was rehearsed. */
  readonly migration?: MigrationEvidence | null;
};

/** One answer to an HTTP question. Null: there was none. */
export type HttpAnswer = { readonly url: string; readonly status: number | null };

/** An answer with its headers, by their names in lower case. */
export type AnswerWithHeaders = HttpAnswer & {
  readonly headers: Readonly<Record<string, string>>;
};

/** What came of beginning to speak TLS with somebody, offering some versions of it. */
export type Handshake =
  /** The other side said that it speaks none of them. */
  | { readonly state: 'refused'; readonly reason: string }
  /** Nobody answered, or what was said proves nothing. */
  | { readonly state: 'unanswered'; readonly reason: string }
  | {
      readonly state: 'agreed';
      readonly protocol: string;
      /** Why it is not to be trusted: of chain, time or name. Null: it is. */
      readonly distrust: string | null;
      readonly certificate: {
        readonly subject: string;
        readonly issuer: string;
        /** SHA-256 of it, as tools show it. */
        readonly fingerprint: string;
        /** In milliseconds since 1970; NaN where it cannot be read. */
        readonly endsAtMs: number;
      };
    };
