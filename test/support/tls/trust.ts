import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/** Lets this process trust an authority, as NODE_EXTRA_CA_CERTS does from the start of one. */
export function trust(certificate: string): { forget(): void } {
  const known = getCACertificates('default');
  setDefaultCACertificates([...known, certificate]);
  return { forget: () => setDefaultCACertificates(known) };
}
