import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

/** What a person logs in with, and what the tool compares it with. */
export type Password = { readonly password: string; readonly verifier: string };

/** As PostgreSQL counts. The password is 256 random bits, so more would protect nothing more. */
const iterations = 4096;

/**
 * A new password and its SCRAM-SHA-256 verifier (RFC 5802, RFC 7677), in the form in which
 * PostgreSQL keeps it. Only the verifier leaves the answer to the person: by it nobody can log in,
 * and nobody finds 256 random bits from it.
 */
export async function createPassword(): Promise<Password> {
  const password = randomBytes(32).toString('base64url');
  const salt = randomBytes(16);
  const salted = await promisify(pbkdf2)(password, salt, iterations, 32, 'sha256');
  const hmac = (key: string) => createHmac('sha256', salted).update(key).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  const serverKey = hmac('Server Key').toString('base64');
  const head = `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}`;
  return { password, verifier: `${head}$${storedKey}:${serverKey}` };
}
