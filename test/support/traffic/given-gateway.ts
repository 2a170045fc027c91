import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Traffic, TrafficOrder } from '../../../activities/ports/traffic.ts';
import { createGatewayTraffic } from '../../../adapters/traffic/gateway/client.ts';
import { startGateway } from '../../../adapters/traffic/gateway/start.ts';
import { stopGateway } from '../../../adapters/traffic/gateway/stop.ts';
import type { TrafficShare } from '../../../domain/deployment/deployment.ts';
import { quietStep } from '../deployers/step-context.ts';
import { type Backend, startBackend } from './backends.ts';

export const PLACE = { environment: 'production', component: 'web' };

/** A gateway of its own with two versions behind it, each with one instance. */
export type GatewaySetting = {
  readonly root: string;
  readonly traffic: Traffic;
  readonly old: Backend;
  readonly fresh: Backend;
  /** One more instance, stopped with the rest. */
  readonly addBackend: (version: string) => Promise<Backend>;
  readonly order: (key: string, shares: readonly TrafficShare[], fence?: number) => TrafficOrder;
  /** Sets a division and returns where users go. */
  readonly divide: (key: string, ...shares: readonly TrafficShare[]) => Promise<string>;
};

/** Runs a test with a gateway and real backends, and stops all of them afterwards. */
export async function givenGateway(
  test: (setting: GatewaySetting) => Promise<void>,
): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'tidegate-gateway-'));
  const traffic = createGatewayTraffic({ root, drainTimeoutMs: 5_000 });
  const backends: Backend[] = [];
  const addBackend = async (version: string) => {
    const backend = await startBackend(version);
    backends.push(backend);
    return backend;
  };
  const order: GatewaySetting['order'] = (key, shares, fence = 1) => ({
    ...PLACE,
    key,
    fence,
    shares,
  });
  try {
    const [old, fresh] = [await addBackend('1.0.0'), await addBackend('2.0.0')];
    await startGateway({ root });
    const divide: GatewaySetting['divide'] = async (key, ...shares) => {
      const { origin } = await traffic.shift(order(key, shares), quietStep());
      return origin ?? '';
    };
    await test({ root, traffic, old, fresh, addBackend, order, divide });
  } finally {
    expect(await stopGateway({ root })).toEqual([]);
    await Promise.all(backends.map((backend) => backend.kill()));
    await rm(root, { recursive: true, force: true });
  }
}

/** Versions that answered so many requests, one after the other. */
export async function askVersions(origin: string, times: number): Promise<readonly string[]> {
  const versions: string[] = [];
  for (let time = 0; time < times; time += 1) {
    const answer = await fetch(origin);
    versions.push(await answer.text());
  }
  return versions;
}
