import { writeJson } from '../../../adapters/durable-state/write-json.ts';
import { createNginxTraffic } from '../../../adapters/traffic/nginx/traffic.ts';
import { quietStep } from '../deployers/step-context.ts';
import type { ShiftRequest } from './shift-and-kill.ts';

const { root, program, order, killAt } = JSON.parse(process.argv[2] ?? '') as ShiftRequest;
let writes = 0;

function dieAt(moment: ShiftRequest['killAt']['moment']): void {
  if (writes === killAt.write && moment === killAt.moment) process.kill(process.pid, 'SIGKILL');
}

const traffic = createNginxTraffic({
  root,
  program,
  async writeState(path, value) {
    writes += 1;
    dieAt('before');
    await writeJson(path, value);
    dieAt('after');
  },
});
await traffic.shift(order, quietStep());
