import { Context } from '@temporalio/activity';
import { leaseReturnKey } from '../domain/environment/lease-message.ts';
import { compareRelease, reportUnknown } from '../domain/reconcile/compare-release.ts';
import type { Report, Sighting } from '../domain/reconcile/report.ts';
import { sweepLease } from '../domain/reconcile/sweep-lease.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import type { AccessSweep } from './access/sweep.ts';
import type { Engine } from './ports/engine.ts';
import type { Ports } from './ports/index.ts';
import type { LedgerAction } from './ports/records.ts';
import type { OpenRelease, Reports } from './ports/reports.ts';

export type ReconcilePorts = Pick<Ports, 'ledger' | 'leaseOffice' | 'clock'> & {
  readonly engine: Engine;
  readonly reports: Reports;
};

/** What a sweep did, for the history. */
export type Sweep = ReleaseSweep & { readonly access: AccessSweep };

type ReleaseSweep = {
  readonly open: number;
  readonly opened: readonly string[];
  readonly closed: readonly string[];
  readonly freed: readonly string[];
  readonly askedAgain: readonly string[];
};

/** A start takes two steps: the plan is sealed, then the workflow begins. */
const startTakesMs = 60_000;
const dayMs = 24 * 3_600_000;

/**
 * Compares what the records hold open with what Temporal knows, and leaves a report of each thing
 * that does not fit. Frees environments that nobody will use any more, and asks again for releases
 * whose asking was lost. Doing it twice changes nothing more.
 */
export function createReconcile(ports: ReconcilePorts, workflowType: string) {
  return async function reconcile(): Promise<ReleaseSweep> {
    const found: Report[] = [];
    const ended = new Set<string>();
    const askedAgain: string[] = [];
    let open = 0;
    for await (const release of ports.reports.openReleases()) {
      open += 1;
      Context.current().heartbeat(open);
      const sighting = await ports.engine.seeRelease(release.release);
      const isStarting = sighting === null && isYoung(release, ports.clock());
      const report = isStarting ? null : compareRelease(release.release, workflowType, sighting);
      if (report !== null) found.push(report);
      if (report !== null && report.kind !== 'release/reset') ended.add(release.release);
      else askedAgain.push(...(await askAgain(ports, release)));
    }
    found.push(...(await findUnknown(ports)));
    const freed = await sweepLeases(ports, ended, found);
    const { opened, closed } = await ports.reports.keepReports(found);
    for (const report of opened) await note(ports, report, 'report');
    for (const report of closed) await note(ports, report, 'report-closed');
    const ids = (reports: readonly Report[]) => reports.map(({ id }) => id);
    return { open, opened: ids(opened), closed: ids(closed), freed, askedAgain };
  };
}

function isYoung({ sealedAt, state }: OpenRelease, now: Date): boolean {
  return state === null && Date.parse(sealedAt) > now.getTime() - startTakesMs;
}

async function findUnknown({ engine, reports, clock }: ReconcilePorts): Promise<Report[]> {
  const seen: string[] = [];
  const since = new Date(clock().getTime() - dayMs);
  for await (const release of engine.releasesSeen(since)) seen.push(release);
  const sightings: Report[] = [];
  for (const release of await reports.unknownReleases(seen)) {
    const sighting: Sighting | null = await engine.seeRelease(release);
    if (sighting !== null) sightings.push(reportUnknown(release, sighting));
  }
  return sightings;
}

async function sweepLeases(
  ports: ReconcilePorts,
  ended: ReadonlySet<string>,
  found: Report[],
): Promise<string[]> {
  const freed: string[] = [];
  for (const { environment, release } of await ports.reports.listLeases()) {
    if (release === null) continue;
    const state = await ports.ledger.state(release);
    const fate = sweepLease({ release, environment }, state, ended.has(release));
    if (fate.fate === 'report') found.push(fate.report);
    if (fate.fate !== 'free') continue;
    if (state !== null) {
      // The environment gives up a holder only when the ledger says that it gives back.
      const key = leaseReturnKey(release, environment);
      const details = { reason: fate.reason };
      await append(ports, release, { key, action: 'releaseLease', phase: 'intent', details });
    }
    await ports.leaseOffice.release(environment, release);
    freed.push(environment);
  }
  return freed;
}

/** A release that waits for an environment which does not know of it would wait for ever. */
async function askAgain(
  { engine, leaseOffice }: ReconcilePorts,
  { release, state }: OpenRelease,
): Promise<string[]> {
  const asked: string[] = [];
  for (const { environment } of waitingFor(state)) {
    const known = await engine.queueOf(environment);
    if (known?.queue.includes(release)) continue;
    await leaseOffice.request(environment, { release });
    asked.push(`${release} ${environment}`);
  }
  return asked;
}

function waitingFor(state: ReleaseState | null): ReleaseState['leases'] {
  return state?.leases.filter(({ status }) => status === 'requested') ?? [];
}

/** The chain of a release says what was found about it. Invented names get no chain. */
async function note(ports: ReconcilePorts, report: Report, action: string): Promise<void> {
  const { release, id, kind } = report;
  if (release === null || (await ports.ledger.state(release)) === null) return;
  const details = { found: kind };
  await append(ports, release, { key: `reconcile/${id}`, action, phase: 'outcome', details });
}

async function append(
  { ledger, clock }: ReconcilePorts,
  release: string,
  entry: Pick<LedgerAction, 'key' | 'action' | 'phase' | 'details'>,
): Promise<void> {
  await ledger.appendAction(release, {
    ...entry,
    by: 'reconciler',
    at: clock().toISOString(),
    attempt: 1,
    outcome: entry.phase === 'outcome' ? 'done' : null,
  });
}
