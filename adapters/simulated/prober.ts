import type { ProbeAnswer, Prober } from '../../activities/ports/prober.ts';
import type { Handshake } from '../../domain/gate/gate.ts';
import type { HeadersCheck, PlannedCheck } from '../../domain/plan/validation-check.ts';
import type { ChosenMishaps } from './chosen-mishaps.ts';

const failedStatus = 500;
const dayMs = 86_400_000;

/** Addresses that answer as the check expects, unless it was chosen to fail. */
export function simulateProber(mishaps: ChosenMishaps, clock: () => Date): Prober {
  const asked = () => mishaps.occasion()?.check ?? null;
  return {
    async get(_url, _timeoutMs, headers = {}) {
      const expected = expectedOf(asked(), Object.values(headers));
      if (!mishaps.strikes()) return expected;
      const status = expected.status === failedStatus ? 200 : failedStatus;
      return { ...expected, status, headers: {} };
    },
    async shakeHands({ oldest }): Promise<Handshake> {
      const reason = 'It is simulated.';
      if (oldest === 'TLSv1') return { state: 'refused', reason };
      if (mishaps.strikes()) return { state: 'unanswered', reason };
      const check = asked();
      const validForMs = check?.check === 'tls' ? check.validForMs : 0;
      return {
        state: 'agreed',
        protocol: 'TLSv1.3',
        distrust: null,
        certificate: {
          subject: 'the service',
          issuer: 'the rehearsal',
          fingerprint: '',
          endsAtMs: clock().getTime() + validForMs + dayMs,
        },
      };
    },
  };
}

/** Who says the very words of the policy is who is known: nothing fills them in here. */
function expectedOf(check: PlannedCheck | null, said: readonly string[]): ProbeAnswer {
  const answer = { status: 200, reason: 'It is simulated.', durationMs: 0, headers: {} };
  switch (check?.check) {
    case 'http':
      return { ...answer, status: check.expectStatus };
    case 'headers':
      return { ...answer, status: check.expectStatus, headers: headersOf(check) };
    case 'identity': {
      const [refused = 401] = check.refuseStatuses;
      return { ...answer, status: said.includes(check.value) ? check.expectStatus : refused };
    }
    default:
      return answer;
  }
}

function headersOf({ require, strictTransportMs }: HeadersCheck): ProbeAnswer['headers'] {
  const asked = require.map(({ header, equals, contains = ['simulated'] }) => {
    return [header.toLowerCase(), equals ?? contains.join(' ')] as const;
  });
  const age = `max-age=${Math.ceil((strictTransportMs ?? 0) / 1000)}`;
  return { ...Object.fromEntries(asked), 'strict-transport-security': age };
}
