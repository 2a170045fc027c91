import type { TlsEvidence } from '../domain/gate/tls-check.ts';
import type { TlsCheck } from '../domain/plan/validation-check.ts';
import type { Ports } from './ports/index.ts';
import type { TlsVersion } from './ports/prober.ts';

const timeoutMs = 5_000;

/** What comes right before each of the oldest versions that may be spoken. */
const before = { 'TLSv1.2': 'TLSv1.1', 'TLSv1.3': 'TLSv1.2' } as const satisfies Record<
  TlsCheck['minimumVersion'],
  TlsVersion
>;

/** Shakes hands twice: as users of today do, and as those do who still speak older versions. */
export async function checkTls(
  { prober, clock }: Pick<Ports, 'prober' | 'clock'>,
  { minimumVersion, url }: TlsCheck,
): Promise<TlsEvidence> {
  const { hostname, port } = new URL(url);
  const to = { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || 443), timeoutMs };
  const allowed = await prober.shakeHands({ ...to, oldest: minimumVersion, newest: 'TLSv1.3' });
  const older =
    allowed.state === 'agreed'
      ? await prober.shakeHands({ ...to, oldest: 'TLSv1', newest: before[minimumVersion] })
      : null;
  return { atMs: clock().getTime(), allowed, older };
}
