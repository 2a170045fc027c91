import { verdictOf, worstOf } from '../judge/outcome.ts';
import type { TlsCheck } from '../plan/validation-check.ts';
import type { Gate, Handshake, Judgement } from './gate.ts';

/** What was heard at an address. */
export type TlsEvidence = {
  /** When it was asked, in milliseconds since 1970. */
  readonly atMs: number;
  /** Offering everything from the oldest version that may be spoken. */
  readonly allowed: Handshake;
  /** Offering only what is older than that. Null: nobody asked. */
  readonly older: Handshake | null;
};

type Agreed = Extract<Handshake, { state: 'agreed' }>;

const dayMs = 86_400_000;

/**
 * Passes when the certificate is to be trusted and good for long enough, and when the other side
 * says by itself that it speaks nothing older than it may. Who only keeps silent about that has not
 * said so.
 */
export const judgeTlsCheck: Gate<TlsCheck, TlsEvidence> = (check, { atMs, allowed, older }) => {
  const { url, minimumVersion } = check;
  if (allowed.state === 'unanswered') {
    return { verdict: 'inconclusive', reason: `Nobody spoke TLS at ${url}: ${allowed.reason}.` };
  }
  if (allowed.state === 'refused') {
    const reason = `${url} speaks neither ${minimumVersion} nor newer: ${allowed.reason}.`;
    return { verdict: 'fail', reason };
  }
  const parts = [judgeTrust(allowed), judgeEnd(check, allowed, atMs), judgeOlder(check, older)];
  const verdict = verdictOf(worstOf(parts.map((part) => part.verdict)));
  const told = parts.filter((part) => part.verdict === verdict);
  return { verdict, reason: told.map(({ reason }) => reason).join(' ') };
};

function judgeTrust({ distrust, protocol, certificate }: Agreed): Judgement {
  const { subject, issuer } = certificate;
  if (distrust === null) {
    const reason = `It speaks ${protocol} as ${subject}, whom ${issuer} vouches for.`;
    return { verdict: 'pass', reason };
  }
  const remedy =
    'Serve the whole chain under the name that users ask for; where an authority of your own ' +
    'signed it, start the workers with NODE_EXTRA_CA_CERTS.';
  return { verdict: 'fail', reason: `${subject} is not to be trusted (${distrust}). ${remedy}` };
}

function judgeEnd(
  { validForMs }: TlsCheck,
  { certificate: { subject, endsAtMs } }: Agreed,
  atMs: number,
): Judgement {
  const leftMs = endsAtMs - atMs;
  if (Number.isNaN(leftMs)) {
    return { verdict: 'inconclusive', reason: `Nobody can tell until when ${subject} is good.` };
  }
  const until = new Date(endsAtMs).toISOString();
  if (leftMs >= validForMs) return { verdict: 'pass', reason: `It is good until ${until}.` };
  const days = Math.ceil(validForMs / dayMs);
  const reason = `${subject} ends at ${until}; it has to be good for ${days} days more. Renew it.`;
  return { verdict: 'fail', reason };
}

function judgeOlder({ minimumVersion }: TlsCheck, older: Handshake | null): Judgement {
  switch (older?.state) {
    case 'refused':
      return { verdict: 'pass', reason: `It refuses what is older than ${minimumVersion}.` };
    case 'agreed': {
      const reason = `It still speaks ${older.protocol}: let ${minimumVersion} be the oldest.`;
      return { verdict: 'fail', reason };
    }
    case 'unanswered':
    case undefined: {
      const why = older?.reason ?? 'nobody asked';
      const reason = `Whether it refuses what is older than ${minimumVersion} is unknown: ${why}.`;
      return { verdict: 'inconclusive', reason };
    }
  }
}
