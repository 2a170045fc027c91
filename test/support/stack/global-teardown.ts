import { stopStack } from './running-stack.ts';

/** Stops what the global set-up has started. */
export default async function globalTeardown(): Promise<void> {
  await stopStack();
}
