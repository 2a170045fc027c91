import { parseArgs } from 'node:util';
import { openPureMachines } from './pure-machine.ts';
import { orderFrom, runModel } from './run-model.ts';
import { openWorkflowMachines } from './workflow-machine.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    most: { type: 'string', default: '25' },
    on: { type: 'string', default: 'workflow' },
  },
});

const isPure = values.on === 'pure';
const order = orderFrom({
  runs: Number(values.runs),
  most: Number(values.most),
  tampers: isPure,
  seed: Number(values.seed),
});
const machines = isPure ? openPureMachines() : await openWorkflowMachines();
const began = performance.now();
try {
  const seen = await runModel(machines.begin, order);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(`${order.runs} runs from seed ${order.seed} in ${seconds} s.\n`);
  for (const [what, times] of seen) process.stdout.write(`${times}\t${what}\n`);
} finally {
  await machines.close();
}
