import { checkIdentity } from '../../../activities/check-identity.ts';
import { checkTls } from '../../../activities/check-tls.ts';
import { simulateProber } from '../../../adapters/simulated/prober.ts';
import { judgeHeadersCheck } from '../../../domain/gate/headers-check.ts';
import { judgeIdentityCheck } from '../../../domain/gate/identity-check.ts';
import { judgeTlsCheck } from '../../../domain/gate/tls-check.ts';
import type { PlannedCheck } from '../../../domain/plan/validation-check.ts';

const clock = () => new Date('2026-11-22T00:00:00Z');
const url = 'https://shop.example/';
const settings = { resolve: async (_: string, written: object) => ({ ...written }) };

function simulated(check: PlannedCheck, isChosen: boolean) {
  const occasion = () => ({ stage: 'lab/validate', parts: [check.name], check });
  return simulateProber({ occasion, strikes: () => isChosen }, clock);
}

describe.each([
  [false, true],
  [true, false],
])('where a check is chosen to fail (%s), a rehearsal', (isChosen, passes) => {
  test('answers as a check of TLS expects, or not', async () => {
    const check = {
      check: 'tls',
      name: 'safe',
      url,
      minimumVersion: 'TLSv1.3',
      validForMs: 1e9,
    } as const;
    const found = await checkTls({ prober: simulated(check, isChosen), clock }, check);
    expect(judgeTlsCheck(check, found).verdict === 'pass').toBe(passes);
  });

  test('answers as a check of headers expects, or not', async () => {
    const check = {
      check: 'headers',
      name: 'safe',
      url,
      expectStatus: 500,
      strictTransportMs: 1e9,
      require: [
        { header: 'X-A', equals: 'b' },
        { header: 'X-C', contains: ['d', 'e'] },
      ],
      forbid: ['Server'],
    } as const;
    const found = await simulated(check, isChosen).get(url, 1);
    expect(judgeHeadersCheck(check, { url, ...found }).verdict === 'pass').toBe(passes);
  });

  test('answers as a check of identity expects, or not', async () => {
    const check = {
      check: 'identity',
      name: 'safe',
      url,
      header: 'Authorization',
      value: 'Bearer {credential.probe}',
      expectStatus: 200,
      refuseStatuses: [403],
    } as const;
    const prober = simulated(check, isChosen);
    const found = await checkIdentity({ prober, settings }, 'lab', check, url);
    expect(judgeIdentityCheck(check, found).verdict === 'pass').toBe(passes);
  });
});
