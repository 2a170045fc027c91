import type { Machines } from '../model/machine.ts';
import { orderFrom, runModel } from '../model/run-model.ts';
import { openWorkflowMachines } from '../model/workflow-machine.ts';

let machines: Machines;
beforeAll(async () => {
  machines = await openWorkflowMachines();
}, 120_000);
afterAll(() => machines?.close(), 60_000);

test('the workflow lives through the same lives, and never does what it must not', async () => {
  const order = orderFrom({ runs: 100, most: 14, tampers: false, seed: 20_261_122 });
  const seen = await runModel(machines.begin, order);
  for (const what of ['deployed', 'revise', 'waits: approval', 'waits: failed-stage']) {
    expect([what, seen.get(what) ?? 0]).not.toEqual([what, 0]);
  }
}, 600_000);
