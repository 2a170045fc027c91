import { parseArgs } from 'node:util';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { startControl } from './control/control.ts';
import { measureBreach } from './measure-breach.ts';
import { measureCalendar } from './measure-calendar.ts';
import { measureLists } from './measure-lists.ts';
import { measurePush } from './measure-push.ts';
import { measureReleases } from './measure-releases.ts';
import { measureSignals } from './measure-signals.ts';
import { measureParked } from './parked/measure-parked.ts';
import { startServers } from './servers.ts';
import type { Measured } from './statistics.ts';
import { startSubject } from './subject.ts';

const usage = `Usage: npm run bench -- [--json] [--only METRIC,…] [--releases 9] [--signals 40]
         [--effect-ms 100] [--breaches 6] [--pushes 20] [--parked 1000] [--listed 100000]
         [--entries 10000]

Compares Tidegate with a workflow written by hand that has the same effects, waits and signals, on
the same servers in the same run, one after the other in turn. Every effect takes --effect-ms on
both sides (real ones take seconds). Prints ratios; they are what counts, as the times are those of
this machine.

  release-wall, release-events, release-bytes   a whole release against the control
  signal-visible       POST of a decision to its receipt, against a bare signal and query
  breach-to-rollback   from failures that users meet to the way back, over the interval of looking
  push-to-rollback     from an alert over HTTP to the way back, against a bare signal and query
  parked-memory        memory of a worker for each release that waits, against bare workflows
  restart-answer       after a kill -9, until all that wait answer again, against bare workflows
  calendar-check-10k   a question to a calendar of --entries against one of ten
  list-100k            pages with --listed releases against a thousand: the question it hurts most`;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    releases: { type: 'string', default: '9' },
    signals: { type: 'string', default: '40' },
    breaches: { type: 'string', default: '6' },
    pushes: { type: 'string', default: '20' },
    parked: { type: 'string', default: '1000' },
    listed: { type: 'string', default: '100000' },
    entries: { type: 'string', default: '10000' },
    'effect-ms': { type: 'string', default: '100' },
    help: { type: 'boolean', default: false },
  },
});

const groups = {
  releases: ['release-wall', 'release-events', 'release-bytes'],
  signals: ['signal-visible'],
  breach: ['breach-to-rollback'],
  push: ['push-to-rollback'],
  calendar: ['calendar-check-10k'],
  lists: ['list-100k'],
  parked: ['parked-memory', 'restart-answer'],
} as const;

/** Whether any metric of a group was asked for. Throws for a name that is none. */
function wanted(group: keyof typeof groups): boolean {
  if (values.only === undefined) return true;
  const known: readonly string[] = Object.values(groups).flat();
  const asked = values.only.split(',');
  const stranger = asked.find((name) => !known.includes(name));
  if (stranger !== undefined) throw new Error(`There is no metric ${stranger}. See --help.`);
  return groups[group].some((metric) => asked.includes(metric));
}

function print({ metric, ratio, subject, control, unit, settings }: Measured): void {
  const line = values.json
    ? JSON.stringify({ metric, ratio, subject, control, unit, settings })
    : `${metric.padEnd(16)} ${ratio.toFixed(2)}  (${subject} ${unit} to ${control} ${unit})`;
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  await besideEachOther();
  // Waiting workflows get servers of their own, so that nothing else wakes them.
  if (wanted('parked')) (await measureParked(Number(values.parked))).forEach(print);
}

const shared = ['releases', 'signals', 'breach', 'push', 'calendar', 'lists'] as const;

/** What is measured on the same servers. */
async function besideEachOther(): Promise<void> {
  const isWanted = shared.some(wanted);
  if (!isWanted) return;
  const servers = await startServers();
  const effectMs = Number(values['effect-ms']);
  const subject = await startSubject(servers, { effectMs });
  const control = await startControl(servers, { effectMs });
  try {
    if (wanted('releases')) {
      const runs = Number(values.releases);
      (await measureReleases(subject, control, { runs, effectMs })).forEach(print);
    }
    if (wanted('signals')) {
      (await measureSignals(subject, control, Number(values.signals))).forEach(print);
    }
    if (wanted('breach')) (await measureBreach(subject, Number(values.breaches))).forEach(print);
    if (wanted('push')) {
      (await measurePush(subject, control, Number(values.pushes))).forEach(print);
    }
    if (wanted('calendar')) print(await measureCalendar(subject, Number(values.entries)));
    if (wanted('lists')) {
      (await measureLists(subject, servers.databaseUrl, Number(values.listed))).forEach(print);
    }
  } finally {
    await control.stop();
    await subject.stop();
    await servers.stop();
  }
}

if (values.help) process.stdout.write(`${usage}\n`);
else await main();
