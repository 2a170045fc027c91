import { condition } from '@temporalio/workflow';

/**
 * Resolves when whatever waited for what was just recorded has gone as far as it can. Conditions
 * are looked at after all that is ready has run, so the second look comes after the first has had
 * its effect.
 */
export async function reactions(): Promise<void> {
  for (let look = 0; look < 2; look += 1) {
    let later = false;
    const looked = condition(() => later);
    later = true;
    await looked;
  }
}
