import { parseArgs } from 'node:util';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { startControl } from './control/control.ts';
import { measureReleases } from './measure-releases.ts';
import { measureSignals } from './measure-signals.ts';
import { startServers } from './servers.ts';
import type { Measured } from './statistics.ts';
import { startSubject } from './subject.ts';

const usage = `Usage: npm run bench -- [--json] [--releases 9] [--signals 40] [--effect-ms 100]

Compares Tidegate with a workflow written by hand that has the same effects, waits and signals, on
the same servers in the same run, one after the other in turn. Every effect takes --effect-ms on
both sides (real ones take seconds). Prints ratios; they are what counts, as the times are those of
this machine.`;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    releases: { type: 'string', default: '9' },
    signals: { type: 'string', default: '40' },
    'effect-ms': { type: 'string', default: '100' },
    help: { type: 'boolean', default: false },
  },
});

function print({ metric, ratio, subject, control, unit, settings }: Measured): void {
  const line = values.json
    ? JSON.stringify({ metric, ratio, subject, control, unit, settings })
    : `${metric.padEnd(16)} ${ratio.toFixed(2)}  (${subject} ${unit} to ${control} ${unit})`;
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const servers = await startServers();
  const effectMs = Number(values['effect-ms']);
  const subject = await startSubject(servers, effectMs);
  const control = await startControl(servers, effectMs);
  try {
    for (const measured of await measureReleases(subject, control, {
      runs: Number(values.releases),
      effectMs,
    })) {
      print(measured);
    }
    for (const measured of await measureSignals(subject, control, Number(values.signals))) {
      print(measured);
    }
  } finally {
    await control.stop();
    await subject.stop();
    await servers.stop();
  }
}

if (values.help) process.stdout.write(`${usage}\n`);
else await main();
