import type { AccessAnswer } from '../http/access-answer.ts';
import type { Paint } from '../terminal/paint.ts';

/** An access with what it waits for, until when, and what can be done about it. */
export function showAccess(access: AccessAnswer, paint: Paint): string {
  const { access: id, environment, resource, role, reason, phase, asked, endsAt } = access;
  const tone = phase === 'standing' ? 'good' : phase === 'revoked' ? 'quiet' : 'waiting';
  return [
    `${id} ${paint(tone, phase)}`,
    `  ${role} of ${resource} in ${environment}, until ${endsAt}`,
    `  asked for by ${asked.person ?? asked.subject}: ${reason}`,
    ...nextOf(access, paint),
  ].join('\n');
}

function nextOf(access: AccessAnswer, paint: Paint): readonly string[] {
  const { access: id, phase, decidedBy, decideBy, subjectDigest } = access;
  const { account, passwordTakenAt, confirmBy, revokeOverdueSince, revokedAt } = access;
  if (revokedAt !== null) return [paint('quiet', `  taken away at ${revokedAt}`)];
  if (revokeOverdueSince !== null) {
    return [paint('bad', `  should have been taken away at ${revokeOverdueSince}`)];
  }
  if (phase === 'asked') {
    return [
      `  decided by ${decidedBy.join(', ')} until ${decideBy}`,
      `  tidegate access grant ${id} ${subjectDigest}`,
    ];
  }
  if (phase !== 'standing') return [];
  const confirmed = confirmBy === null ? [] : [`  ends at ${confirmBy} unless confirmed`];
  const password = passwordTakenAt === null ? [`  tidegate access password ${id}`] : [];
  return [`  logs in as ${account}`, ...confirmed, ...password];
}
