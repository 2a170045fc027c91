/** What a tool says of an access. */
export type ObservedAccess = {
  /** `revoked`: it was there or was to come, and never comes again. */
  readonly standing: 'never' | 'granted' | 'revoked';
  /** Whether the tool would let the person in. */
  readonly canLogin: boolean;
  /** Roles that it has. */
  readonly roles: readonly string[];
  /** RFC 3339; from then on the tool itself lets nobody in. Null: it knows no end. */
  readonly validUntil: string | null;
  /** How many sessions are open by it. */
  readonly sessions: number;
};

/** What is left of an access that was taken away, as a sentence, or null when nothing is. */
export function whyNotGone(observed: ObservedAccess): string | null {
  const { standing, canLogin, roles, sessions } = observed;
  if (canLogin) return 'It can still log in.';
  if (roles.length > 0) return `It still has ${roles.join(', ')}.`;
  if (sessions > 0) return `${sessions} of its sessions are still open.`;
  return standing === 'revoked' ? null : 'The tool has not noted that it may never come again.';
}
