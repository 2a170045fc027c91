import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programOf } from '../debian/install-package.ts';

export type Signed = { readonly key: string; readonly cert: string };

/** Who vouches for servers in a test. */
export type Authority = {
  readonly certificate: string;
  /** A certificate for a host that ends in so many days; of less than none, it has ended. */
  sign(host: string, days: number): Signed;
  /** Removes its keys. */
  close(): void;
};

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Makes a new authority by OpenSSL. */
export function createAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-authority-'));
  const openssl = programOf('openssl', '/usr/bin/openssl');
  const run = (...parameters: readonly string[]) => {
    execFileSync(openssl, parameters, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const subject = ['-subj', '/CN=Authority of the test'];
  run('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', ...subject);
  return {
    certificate: read('ca.pem'),
    sign(host, days) {
      writeFileSync(join(folder, 'names'), `subjectAltName=DNS:${host}\n`);
      run('req', ...newKey, '-keyout', 'key.pem', '-out', 'asked.pem', '-subj', `/CN=${host}`);
      const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
      const until = ['-days', String(days), '-extfile', 'names'];
      run('x509', '-req', '-in', 'asked.pem', ...by, ...until, '-out', 'cert.pem');
      return { key: read('key.pem'), cert: read('cert.pem') };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
