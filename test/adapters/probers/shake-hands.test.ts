import type { ServerOptions } from 'node:https';
import { createProber } from '../../../adapters/probers/prober.ts';
import { type Authority, createAuthority } from '../../support/tls/authority.ts';
import { type Edge, startEdge } from '../../support/tls/start-edge.ts';
import { trust } from '../../support/tls/trust.ts';

let authority: Authority;
let trusted: { forget(): void };
const edges: Edge[] = [];
beforeAll(() => {
  authority = createAuthority();
  trusted = trust(authority.certificate);
});
afterEach(async () => {
  for (const edge of edges.splice(0)) await edge.close();
});
afterAll(() => {
  trusted.forget();
  authority.close();
});

async function shake(
  options: ServerOptions,
  { host = 'localhost', old = false }: { readonly host?: string; readonly old?: boolean } = {},
) {
  const edge = await startEdge(options, async () => null);
  edges.push(edge);
  const versions = old
    ? ({ oldest: 'TLSv1', newest: 'TLSv1.1' } as const)
    : ({ oldest: 'TLSv1.2', newest: 'TLSv1.3' } as const);
  const { port } = edge;
  return createProber().shakeHands({ host, port, timeoutMs: 5_000, ...versions });
}

describe('shaking hands with a server', () => {
  test('tells who it is, who vouches for it, and until when', async () => {
    const found = await shake(authority.sign('localhost', 30));
    expect(found).toMatchObject({
      state: 'agreed',
      protocol: 'TLSv1.3',
      distrust: null,
      certificate: { subject: 'localhost', issuer: 'Authority of the test' },
    });
    const left = found.state === 'agreed' ? found.certificate.endsAtMs - Date.now() : 0;
    expect(left / 86_400_000).toBeCloseTo(30, 1);
  });

  test('tells why its certificate is not to be trusted, and does not stop at that', async () => {
    const other = createAuthority();
    const stranger = other.sign('localhost', 30);
    other.close();
    await expect(shake(authority.sign('localhost', -1))).resolves.toMatchObject({
      distrust: 'CERT_HAS_EXPIRED',
    });
    await expect(shake(authority.sign('elsewhere.example', 30))).resolves.toMatchObject({
      distrust: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    await expect(shake(stranger)).resolves.toMatchObject({
      distrust: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
  });

  test('agrees on an old version where the server speaks one, or is refused', async () => {
    const signed = authority.sign('localhost', 30);
    const lax = { ...signed, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    await expect(shake(lax, { old: true })).resolves.toMatchObject({ protocol: 'TLSv1.1' });
    await expect(shake(signed, { old: true })).resolves.toMatchObject({ state: 'refused' });
  });

  test('takes silence for no answer, and never for a refusal', async () => {
    const order = { host: '127.0.0.1', port: 9, timeoutMs: 1_000 } as const;
    const versions = { oldest: 'TLSv1', newest: 'TLSv1.1' } as const;
    await expect(createProber().shakeHands({ ...order, ...versions })).resolves.toMatchObject({
      state: 'unanswered',
    });
  });
});
