import type { AccessAct } from '../../domain/access/act.ts';
import type { Statement } from '../../domain/approval/statement.ts';
import type { SealContent } from './records.ts';

/**
 * A statement whose signature holds, with the digest of its canonical JSON and the key that signed
 * it.
 */
type VerifiedStatement = {
  readonly statement: Statement;
  readonly digest: string;
  readonly keyId: string;
};

/** The seal of a plan whose signature holds. */
type VerifiedSeal = {
  readonly content: SealContent;
  readonly digest: string;
  readonly keyId: string;
};

/** Why something signed does not count. `code` is stable, such as `signature/unknown-key`. */
export type RefusedSignature = {
  readonly refused: { readonly code: string; readonly reason: string };
};

/**
 * Reads what the API has signed. Whatever a stranger may send ends in a refusal, never in an
 * exception. Expiry is the caller's to judge: verifying asks no clock, so that an old statement
 * verifies in an audit as it did on its day. Errors: `StepFailure` of kind `retry` when the key
 * ring cannot be read, because then nobody can say whether a signature holds.
 */
export type StatementVerifier = {
  verify(jws: string): Promise<VerifiedStatement | RefusedSignature>;
  verifySeal(jws: string): Promise<VerifiedSeal | RefusedSignature>;
};

/** Reads what people said of accesses, as a `StatementVerifier` reads statements. */
export type AccessActVerifier = {
  verifyAct(
    jws: string,
  ): Promise<{ readonly act: AccessAct; readonly digest: string } | RefusedSignature>;
};
