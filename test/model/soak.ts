import { parseArgs } from 'node:util';
import { openPureMachines } from './pure-machine.ts';
import { orderFrom, runModel } from './run-model.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
});
const order = orderFrom({
  runs: Number(values.runs),
  most: 25,
  tampers: true,
  seed: Number(values.seed),
});
const began = performance.now();
const seen = await runModel(openPureMachines().begin, order);
process.stdout.write(`${JSON.stringify([...seen])} ${performance.now() - began}\n`);
