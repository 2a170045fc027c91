import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { Prober } from '../../activities/ports/prober.ts';
import type { Handshake } from '../../domain/gate/gate.ts';

/**
 * OpenSSL offers TLS 1.0 and 1.1 at its lowest level of security alone. Nothing is said over such a
 * connection but that there could be one.
 */
const oldCiphers = 'DEFAULT@SECLEVEL=0';

/** Speaks TLS with somebody up to the point at which both have agreed, and hangs up. */
export const shakeHands: Prober['shakeHands'] = ({ host, port, oldest, newest, timeoutMs }) =>
  new Promise((resolve) => {
    const socket = connect({
      host,
      port,
      minVersion: oldest,
      maxVersion: newest,
      // Names are for hosts: RFC 6066, section 3, has no addresses in them.
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(newest === 'TLSv1' || newest === 'TLSv1.1' ? { ciphers: oldCiphers } : {}),
      // What is wrong with the certificate is what is asked for: it is told below.
      rejectUnauthorized: false,
    });
    const end = (handshake: Handshake) => {
      socket.destroy();
      resolve(handshake);
    };
    socket.setTimeout(timeoutMs, () => {
      end({ state: 'unanswered', reason: `no answer within ${timeoutMs} ms` });
    });
    socket.once('secureConnect', () => end(agreed(socket)));
    socket.once('error', (error: Error) => end(unsuccessful(error)));
    socket.once('close', () => end({ state: 'unanswered', reason: 'it hung up' }));
  });

function agreed(socket: TLSSocket): Handshake {
  const { subject, issuer, valid_to, fingerprint256 } = socket.getPeerCertificate();
  return {
    state: 'agreed',
    protocol: socket.getProtocol() ?? 'TLS',
    distrust: socket.authorized ? null : String(socket.authorizationError),
    certificate: {
      subject: nameIn(subject),
      issuer: nameIn(issuer),
      fingerprint: fingerprint256,
      endsAtMs: Date.parse(valid_to),
    },
  };
}

/** Only an alert of the other side says that it refuses; anything else may be the way to it. */
function unsuccessful(error: Error): Handshake {
  const code = 'code' in error ? String(error.code) : '';
  const isAlert = /^ERR_SSL_(TLSV1|SSLV3|TLSV13)_ALERT_/.test(code);
  return { state: isAlert ? 'refused' : 'unanswered', reason: code || error.message };
}

type DistinguishedName = ReturnType<TLSSocket['getPeerCertificate']>['subject'] | undefined;

function nameIn(name: DistinguishedName): string {
  return [name?.CN ?? name?.O ?? 'somebody without a name'].flat().join(', ');
}
