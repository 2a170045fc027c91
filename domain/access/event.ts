import type { AccessRequest } from './access.ts';

/** What happens to an access. Only these change its state. */
export type AccessEvent =
  | ({
      readonly type: 'access.asked';
      readonly request: AccessRequest;
      /** RFC 3339; from then on nobody grants it. */
      readonly decideBy: string;
    } & Said)
  | ({
      readonly type: 'access.granted';
      readonly revokeWithinMs: number;
      /** Null: nobody has to confirm it. */
      readonly confirmEveryMs: number | null;
    } & Said)
  | ({ readonly type: 'access.refused' } & Said)
  | ({ readonly type: 'access.withdrawn' } & Said)
  /** Nobody decided in time, or it was called off in Temporal. */
  | { readonly type: 'access.expired' }
  /** The tool lets the person in from now on. */
  | { readonly type: 'access.provided' }
  | ({ readonly type: 'access.credentials-taken' } & Said)
  | ({ readonly type: 'access.confirmed' } & Said)
  | ({ readonly type: 'access.revocation-asked' } & Said)
  | { readonly type: 'access.ending'; readonly why: Ending }
  /** It is being taken away for longer than it may last. */
  | { readonly type: 'access.overdue' }
  /** The tool was read back, and nothing is left. */
  | { readonly type: 'access.revoked' }
  | {
      readonly type: 'access.statement-refused';
      /** Null where nobody knows who said what. */
      readonly statement: string | null;
      readonly id: string | null;
      readonly by: string | null;
      readonly code: string;
      readonly reason: string;
    };

/** Who said it, and the digest of what was signed. */
type Said = { readonly id: string; readonly by: string; readonly statement: string };

export type SaidEvent = Extract<AccessEvent, Said>;

/** Why it is taken away. `not-provided`: the tool has not done it, or only half of it. */
export type Ending = 'time' | 'unconfirmed' | 'asked' | 'not-provided' | 'cancelled';

/** An event with its number, which counts from 1. */
export type AccessFact = {
  readonly seq: number;
  /** RFC 3339, by the clock of the workflow. */
  readonly at: string;
  readonly event: AccessEvent;
};
