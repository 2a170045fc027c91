/** Something of an environment that people may be let into for a time, as the catalog has it. */
export type AccessResource = {
  readonly name: string;
  readonly kind: 'postgres';
  /** Roles of the tool that somebody may be given. */
  readonly roles: readonly string[];
  /** Longest time from the decision until it ends. */
  readonly longestMs: number;
  /** Groups whose people grant, refuse and confirm. Never who asked. */
  readonly grantedBy: readonly string[];
  /** Groups whose people may also end it. */
  readonly revokedBy: readonly string[];
  /** How long taking it away may last before people are alarmed. */
  readonly revokeWithinMs: number;
  /** What lasts longer than this is confirmed as often, or ends. Absent: nobody is asked. */
  readonly confirmEveryMs?: number;
};

/** What somebody asks for. It is signed, and everything that is said later speaks about it. */
export type AccessRequest = {
  readonly environment: string;
  readonly resource: string;
  readonly role: string;
  /** RFC 3339. */
  readonly until: string;
  /** Stays in the chain for ever: roles and tickets, not names. */
  readonly reason: string;
  /** The release that it is for, or null. */
  readonly release: string | null;
};

/** Where the ledger keeps it. No release can be called so. */
export const accessChain = (access: string): string => `access/${access}`;

/** The access whose chain that is; null for any other chain. */
export const accessOfChain = (chain: string): string | null =>
  chain.startsWith('access/') ? chain.slice('access/'.length) : null;

/** How long somebody may decide; who needs longer asks again. */
export const decideWithinMs = 24 * 3_600_000;

/** The resource of an environment as the catalog offers it now, or null. */
export function resourceOf(
  environments: readonly { readonly name: string; readonly access?: readonly AccessResource[] }[],
  { environment, resource }: Pick<AccessRequest, 'environment' | 'resource'>,
): AccessResource | null {
  const offered = environments.find(({ name }) => name === environment)?.access ?? [];
  return offered.find(({ name }) => name === resource) ?? null;
}

/** One line for people: who becomes what, where, until when. */
export const accessName = ({ environment, resource, role, until }: AccessRequest): string =>
  `${role} of ${resource} in ${environment} until ${until}`;
