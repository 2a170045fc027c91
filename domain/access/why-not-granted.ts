import type { AccessRequest, AccessResource } from './access.ts';
import { type AccessRefusal, whyNotAsked } from './why-not-asked.ts';

/** Who asked, who decides, and the groups of the latter at this moment. */
export type Granting = {
  readonly request: AccessRequest;
  readonly askedBy: string;
  readonly by: string;
  readonly groups: readonly string[];
};

/**
 * Why this person's word lets nobody in now, or null when it does. The workflow asks it of a
 * decision, and the step that touches the tool asks again.
 */
export function whyNotGranted(
  { request, askedBy, by, groups }: Granting,
  offered: AccessResource | null,
  now: string,
): AccessRefusal | null {
  return whyNotDecided({ askedBy, by, groups }, offered) ?? whyNotAsked(request, offered, now);
}

/** Why this person decides nothing here, whatever they say. */
export function whyNotDecided(
  { askedBy, by, groups }: Omit<Granting, 'request'>,
  offered: AccessResource | null,
): AccessRefusal | null {
  if (by === askedBy) {
    return { code: 'access/own', reason: 'Nobody decides about what they have asked for.' };
  }
  const granters = offered?.grantedBy ?? [];
  if (granters.some((group) => groups.includes(group))) return null;
  const who = granters.length === 0 ? 'nobody' : `people of ${granters.join(', ')}`;
  return { code: 'access/not-yours', reason: `This is decided by ${who}.` };
}
