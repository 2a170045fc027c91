import type { Machines } from '../model/machine.ts';
import { orderFrom, runModel } from '../model/run-model.ts';
import { openWorkflowMachines } from '../model/workflow-machine.ts';

let machines: Machines;
beforeAll(async () => {
  machines = await openWorkflowMachines();
}, 120_000);
afterAll(() => machines?.close(), 60_000);

test('the workflow lives through the same lives, and never does what it must not', async () => {
  const order = orderFrom({ runs: 100, most: 18, tampers: false, seed: 20_261_122 });
  const began = performance.now();
  const seen = await runModel(machines.begin, order);
  console.info(seen, performance.now() - began);
}, 600_000);
