import type { Receipt } from '../approval/statement.ts';
import type { AccessRequest } from './access.ts';
import type { Ending } from './event.ts';

export const accessPhases = [
  'asked',
  'granted',
  'standing',
  'ending',
  'revoked',
  'refused',
  'withdrawn',
  'expired',
] as const;
/** `granted`: the tool is being told; `standing`: the person is let in. */
export type AccessPhase = (typeof accessPhases)[number];

/** What the facts of an access add up to. */
export type AccessState = {
  readonly access: string;
  readonly seq: number;
  /** Instant of the last fact. */
  readonly at: string;
  readonly phase: AccessPhase;
  readonly request: AccessRequest;
  readonly asked: Voice;
  readonly decideBy: string;
  /** Who decided, once somebody has. */
  readonly decided: Voice | null;
  readonly revokeWithinMs: number;
  readonly confirmEveryMs: number | null;
  /** Until when somebody has to confirm it; null: nobody has to. */
  readonly confirmBy: string | null;
  readonly confirmedBy: readonly Voice[];
  readonly credentials: Voice | null;
  readonly ending: { readonly why: Ending; readonly at: string; readonly by: string | null } | null;
  /** Since when it is taken away for longer than it may last; null while it is not. */
  readonly overdueSince: string | null;
  readonly revokedAt: string | null;
  /** Of what was said, by the ids of the statements. */
  readonly receipts: readonly Receipt[];
};

/** Who said something, when, and the digest of what was signed. */
export type Voice = { readonly by: string; readonly at: string; readonly statement: string };

/** Whether nothing more can happen to it. */
export function isSettled({ phase }: Pick<AccessState, 'phase'>): boolean {
  return phase === 'revoked' || phase === 'refused' || phase === 'withdrawn' || phase === 'expired';
}

/** When it ends by itself: at the instant that was asked for, or unconfirmed before. RFC 3339. */
export function endsAt({ request, confirmBy }: Pick<AccessState, 'request' | 'confirmBy'>): string {
  if (confirmBy === null) return request.until;
  return Date.parse(confirmBy) < Date.parse(request.until) ? confirmBy : request.until;
}
