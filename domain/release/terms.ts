export type Verdict = 'pass' | 'fail' | 'inconclusive';

/** Evidence by reference: the bytes lie in the evidence store under their digest. */
export type EvidenceReference = { readonly digest: string; readonly reference: string };

/** Why a step did not work, with what a person can do. */
export type Failure = { readonly code: string; readonly message: string; readonly remedy: string };

/** A version as it stands or stood somewhere. */
export type VersionRef = { readonly digest: string; readonly version: string };
