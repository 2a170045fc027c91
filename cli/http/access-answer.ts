type Named = { readonly subject: string; readonly person: string | null; readonly at: string };

/** What the command line reads of an access to something, for a time. */
export type AccessAnswer = {
  readonly access: string;
  readonly environment: string;
  readonly resource: string;
  readonly role: string;
  readonly reason: string;
  readonly phase: string;
  readonly subjectDigest: string;
  readonly asked: Named;
  readonly decideBy: string;
  readonly decidedBy: readonly string[];
  readonly account: string;
  readonly passwordTakenAt: string | null;
  readonly endsAt: string;
  readonly confirmBy: string | null;
  readonly revokeOverdueSince: string | null;
  readonly revokedAt: string | null;
};

export type AccessListAnswer = { readonly access: readonly AccessAnswer[] };

export type CredentialsAnswer = {
  readonly account: string;
  readonly password: string;
  readonly endsAt: string;
};
