import type { AccessRequest, AccessResource } from './access.ts';

/** Why something does not count. `code` is stable; `member` is what is wrong in a request. */
export type AccessRefusal = {
  readonly code: AccessCode;
  readonly reason: string;
  readonly member?: keyof AccessRequest;
};

export type AccessCode =
  | 'access/not-offered'
  | 'access/too-long'
  | 'access/own'
  | 'access/not-yours'
  | 'access/decided'
  | 'access/ended'
  | 'access/not-standing'
  | 'access/taken-already'
  | 'access/not-reviewed'
  | 'access/too-late'
  | 'access/other-subject'
  | 'access/expired';

/** Why nobody may be let in like that, whoever grants it: by what the catalog offers now. */
export function whyNotAsked(
  request: AccessRequest,
  offered: AccessResource | null,
  now: string,
): AccessRefusal | null {
  const { environment, resource, role, until } = request;
  if (offered === null) {
    const reason = `Nobody is let into ${resource} of ${environment}: the catalog has none.`;
    return { code: 'access/not-offered', reason, member: 'resource' };
  }
  if (!offered.roles.includes(role)) {
    const reason = `${resource} of ${environment} offers ${offered.roles.join(', ')}, not ${role}.`;
    return { code: 'access/not-offered', reason, member: 'role' };
  }
  const lastsMs = Date.parse(until) - Date.parse(now);
  if (!(lastsMs > 0)) {
    const reason = `It would have ended already: ${until} is not after ${now}.`;
    return { code: 'access/too-late', reason, member: 'until' };
  }
  if (lastsMs <= offered.longestMs) return null;
  const latest = new Date(Date.parse(now) + offered.longestMs).toISOString();
  const reason = `It may last until ${latest} at most.`;
  return { code: 'access/too-long', reason, member: 'until' };
}
