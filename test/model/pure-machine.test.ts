import { openPureMachines } from './pure-machine.ts';
import { orderFrom, runModel } from './run-model.ts';

test('whatever people do in whatever order, nothing is deployed that must not be', async () => {
  const { begin } = openPureMachines();
  const order = orderFrom({ runs: 1_000, most: 25, tampers: true, seed: 20_261_122 });
  const seen = await runModel(begin, order);
  console.info(seen);
}, 60_000);
