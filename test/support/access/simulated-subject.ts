import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { simulateGranter } from '../../../adapters/simulated/access-granter.ts';
import type { GranterSubject } from './subject.ts';

export async function createSimulatedSubject(): Promise<GranterSubject> {
  const hostileRole = 'wry"; drop table orders; --';
  const granter = simulateGranter(['readonly', hostileRole]);
  const place = { environment: 'production', resource: 'orders-db' };
  return {
    granter,
    place,
    role: 'readonly',
    hostileRole,
    async login(key, password) {
      const at = { ...place, key };
      const verifier = granter.verifierOf(at);
      if (verifier === null || !matches(verifier, password) || !granter.open(at)) return null;
      return { canRead: async () => (await granter.observe(at)).sessions > 0 };
    },
    close: async () => {},
  };
}

/** Whether a password belongs to a verifier, as a SCRAM server finds out. */
function matches(verifier: string, password: string): boolean {
  const [, head = '', keys = ''] = verifier.split('$');
  const [iterations = '', salt = ''] = head.split(':');
  const [storedKey = ''] = keys.split(':');
  const rounds = Number(iterations);
  const salted = pbkdf2Sync(password, Buffer.from(salt, 'base64'), rounds, 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  return createHash('sha256').update(clientKey).digest('base64') === storedKey;
}
