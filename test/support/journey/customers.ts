import { setTimeout as sleep } from 'node:timers/promises';

/** What users met, by status and version. */
export type Met = { readonly status: number; readonly version: string | null };

export type Customers = { readonly met: readonly Met[]; leave(): Promise<void> };

const pauseMs = 20;

/** Users who ask again and again, one after the other, until they leave. */
export function sendCustomers(origin: string): Customers {
  const met: Met[] = [];
  const leaving = new AbortController();
  const asking = (async () => {
    while (!leaving.signal.aborted) {
      met.push(await ask(origin));
      await sleep(pauseMs);
    }
  })();
  return {
    met,
    async leave() {
      leaving.abort();
      await asking;
    },
  };
}

/** One user's request. */
export async function ask(origin: string): Promise<Met> {
  const response = await fetch(origin, { headers: { connection: 'close' } });
  const { version } = (await response.json().catch(() => ({}))) as { version?: string };
  return { status: response.status, version: version ?? null };
}
