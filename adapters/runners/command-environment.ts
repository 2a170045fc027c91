import { delimiter, dirname } from 'node:path';

/**
 * What a program gets of a worker's environment, which also holds passwords and keys: where home
 * and temporary files are, and how the machine reaches the network.
 */
const inherited = [
  'HOME',
  'LANG',
  'TMPDIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_DIR',
  'SSL_CERT_FILE',
];

/**
 * The whole environment of a command, with what was given on top of the little that is inherited.
 */
export function commandEnvironment(
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const environment: Record<string, string> = { LANG: 'C.UTF-8', CI: 'true' };
  for (const name of inherited) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  // The folder of this Node comes first, so that scripts meet the Node that runs Tidegate.
  const path = [dirname(process.execPath), process.env.PATH ?? ''].filter(Boolean).join(delimiter);
  return { ...environment, PATH: path, ...given };
}
