import type { InPlaceOf } from './delegation.ts';

type Decided = { readonly by: string; readonly inPlaceOf?: InPlaceOf };

/** Whose voice a decision is: of the person who spoke, and of the one in whose place they did. */
export function voicesOf({ by, inPlaceOf }: Decided): readonly string[] {
  return inPlaceOf === undefined ? [by] : [by, inPlaceOf.person];
}
