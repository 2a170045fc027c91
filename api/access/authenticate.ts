import type { Request } from 'express';
import type { Directory } from '../../activities/ports/records.ts';
import { Problem } from '../problem.ts';
import type { Actor } from './actor.ts';
import { type RoleGroups, rolesOf } from './role.ts';
import type { VerifyToken } from './verify-token.ts';

/** Finds out who sends a request. Throws a `Problem` (401) when nobody who counts does. */
export type Authenticate = (request: Request) => Promise<Actor>;

/**
 * Checks the bearer token, and reads the person's groups from the directory at each request, so
 * that somebody who left a group loses what it gave at once and not when the token ends.
 */
export function createAuthenticate(options: {
  readonly verifyToken: VerifyToken;
  readonly directory: Pick<Directory, 'groupsOf'>;
  readonly roleGroups: RoleGroups;
}): Authenticate {
  return async (request) => {
    const claims = await options.verifyToken(bearerTokenOf(request.headers.authorization));
    const groups = await options.directory.groupsOf(claims.subject);
    return {
      subject: claims.subject,
      roles: rolesOf(claims.roles, groups, options.roleGroups),
      groups,
      expiresAt: claims.expiresAt,
    };
  };
}

/** RFC 6750: the token comes in this header alone, never in the address or the body. */
function bearerTokenOf(header: string | undefined): string {
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(header ?? '')?.[1];
  if (token !== undefined) return token;
  throw new Problem('token-missing', {
    detail:
      header === undefined
        ? 'The request has no header `Authorization`.'
        : 'The header `Authorization` holds no bearer token.',
    headers: { 'WWW-Authenticate': 'Bearer' },
  });
}
