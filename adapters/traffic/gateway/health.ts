import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const INTERVAL_MS = 1_000;
const TIMEOUT_MS = 1_000;
/** One missed answer may be chance; a second one is not. */
const FAILURES_UNTIL_UNWELL = 2;

/** What to ask: an instance, and the path that must answer 2xx, or null for a mere connection. */
export type HealthTarget = { readonly address: string; readonly healthPath: string | null };

export type Health = {
  readonly isWell: (address: string) => boolean;
  /**
   * Told by a request that nobody accepts connections there: no need to wait for the next check.
   */
  readonly refused: (address: string) => void;
  readonly stop: () => void;
};

/**
 * Asks all instances again and again. An instance is well until it has failed twice, and well again
 * after one answer.
 */
export function watchHealth(
  targets: () => readonly HealthTarget[],
  changed: (address: string, well: boolean) => void,
): Health {
  const failures = new Map<string, number>();
  const stopping = new AbortController();
  const isWell = (address: string) => (failures.get(address) ?? 0) < FAILURES_UNTIL_UNWELL;

  function set(address: string, count: number): void {
    const wasWell = isWell(address);
    failures.set(address, count);
    if (isWell(address) !== wasWell) changed(address, !wasWell);
  }

  async function check({ address, healthPath }: HealthTarget): Promise<void> {
    const answers = healthPath === null ? await accepts(address) : await isOk(address + healthPath);
    set(address, answers ? 0 : (failures.get(address) ?? 0) + 1);
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const asked = targets();
      await Promise.all(asked.map(check));
      const known = new Set(asked.map(({ address }) => address));
      for (const address of failures.keys()) if (!known.has(address)) failures.delete(address);
      await sleep(INTERVAL_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  void run();
  return {
    isWell,
    refused: (address) => set(address, FAILURES_UNTIL_UNWELL),
    stop: () => stopping.abort(),
  };
}

async function isOk(url: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const answer = await fetch(url, { redirect: 'manual', signal });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

function accepts(address: string): Promise<boolean> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port || 80), timeout: TIMEOUT_MS });
    const end = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
