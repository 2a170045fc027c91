import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { Problem } from '../problem.ts';

/** What a token says once its signature, issuer, audience and times have been checked. */
export type TokenClaims = {
  readonly subject: string;
  readonly roles: readonly string[];
  readonly expiresAt: Date;
};

/** Throws a `Problem` (401) when the token does not count, and 503 when its keys cannot be read. */
export type VerifyToken = (token: string) => Promise<TokenClaims>;

export type TokenRules = {
  readonly issuer: string;
  readonly audience: string;
  /**
   * Resolves keys that were configured. What a token says about keys (`jku`, `jwk`, `x5u`) is never
   * followed.
   */
  readonly keys: JWTVerifyGetKey;
};

/** Asymmetric alone: with `none` and the HMAC algorithms anyone could make tokens. */
const algorithms = ['EdDSA', 'Ed25519', 'ES256', 'RS256'];
const clockToleranceSeconds = 5;

export function createVerifyToken({ issuer, audience, keys }: TokenRules): VerifyToken {
  const keyOf: JWTVerifyGetKey = async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      throw isAboutToken(error) ? error : keysAway(error);
    }
  };
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keyOf, {
        issuer,
        audience,
        algorithms,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['exp', 'sub'],
      });
      return claimsOf(payload);
    } catch (error) {
      throw toProblem(error);
    }
  };
}

/**
 * Whether looking for a key failed because of what the token asks for, and not because of the key
 * set.
 */
function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}

function keysAway(cause: unknown): Problem {
  return new Problem('identity-provider-away', {
    detail: 'The public keys that tokens are checked with cannot be read at this moment.',
    headers: { 'Retry-After': '5' },
    cause,
  });
}

function claimsOf(payload: JWTPayload): TokenClaims {
  const { sub, exp, roles } = payload;
  if (typeof sub !== 'string' || sub === '' || exp === undefined) {
    throw invalidToken('It does not name a person in `sub`.');
  }
  return {
    subject: sub,
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    expiresAt: new Date(exp * 1000),
  };
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof errors.JWTExpired) {
    return new Problem('token-expired', {
      detail: 'The token was valid once and is so no more.',
      headers: challenge('The token has expired'),
      cause: error,
    });
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return invalidToken(`Its claim \`${error.claim}\` is missing or not the expected one.`, error);
  }
  return invalidToken('It is no JWT that a key of the configured issuer has signed.', error);
}

function invalidToken(detail: string, cause?: unknown): Problem {
  return new Problem('token-invalid', {
    detail: `The token does not count. ${detail}`,
    headers: challenge('The token is not valid'),
    cause,
  });
}

function challenge(description: string): Readonly<Record<string, string>> {
  return {
    'WWW-Authenticate': `Bearer error="invalid_token", error_description="${description}"`,
  };
}
