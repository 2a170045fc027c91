import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrafficOrder } from '../../../activities/ports/traffic.ts';
import { createGatewayTraffic } from '../../../adapters/traffic/gateway/client.ts';
import { startGateway } from '../../../adapters/traffic/gateway/start.ts';
import { stopGateway } from '../../../adapters/traffic/gateway/stop.ts';
import { quietStep } from '../deployers/step-context.ts';
import { crashGateway, gatewayPid } from './crash-gateway.ts';
import { throughProxy } from './lossy-proxy.ts';
import type { TrafficSubject, TrafficSubjectKind } from './subject.ts';

/** The built-in gateway, as a process of its own. */
export const gatewayKind: TrafficSubjectKind = {
  name: 'the built-in gateway',
  deaths: ['its answer is lost', 'the gateway is killed when it has the order'],
  create,
};

async function create(): Promise<TrafficSubject> {
  const root = await mkdtemp(join(tmpdir(), 'tidegate-gateway-'));
  await startGateway({ root });
  const traffic = createGatewayTraffic({ root, drainTimeoutMs: 5_000 });
  const shiftThrough = (order: TrafficOrder, behaviour: 'loses-answers' | 'kills') =>
    throughProxy(root, behaviour, async () => {
      await expect(traffic.shift(order, quietStep())).rejects.toMatchObject({ kind: 'retry' });
    });
  return {
    traffic,
    impatient: createGatewayTraffic({ root, answerTimeoutMs: 500 }),
    effects: async () => {
      const log = await readFile(join(root, 'gateway.log'), 'utf8');
      return log.split('users are divided').length - 1;
    },
    async shiftAndDie(order, death) {
      if (death === 'its answer is lost') return shiftThrough(order, 'loses-answers');
      await shiftThrough(order, 'kills');
      await startGateway({ root });
    },
    async suspend() {
      const pid = gatewayPid(root);
      process.kill(pid, 'SIGSTOP');
      return () => process.kill(pid, 'SIGCONT');
    },
    crash: () => crashGateway(root),
    async close() {
      expect(await stopGateway({ root })).toEqual([]);
      await rm(root, { recursive: true, force: true });
    },
  };
}
