import { join } from 'node:path';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { Deployer } from '../../activities/ports/deployer.ts';
import type { Ports } from '../../activities/ports/index.ts';
import type { LeaseOffice } from '../../activities/ports/lease-office.ts';
import type { Pause } from '../../activities/ports/pause.ts';
import { createDeployer } from '../../adapters/deployers/index.ts';
import { createCedarEngine } from '../../adapters/duties/cedar.ts';
import {
  simulateArtifacts,
  simulateEvidence,
  simulateReadJunit,
  simulateRunner,
  simulateSources,
  simulateWorkspaces,
} from '../../adapters/simulated/content.ts';
import {
  simulateDatabases,
  simulateRehearsalDeployer,
} from '../../adapters/simulated/databases.ts';
import { createSimulatedDeployer } from '../../adapters/simulated/deployer/deployer.ts';
import type { MemoryRecords } from '../../adapters/simulated/memory-records.ts';
import { simulateMetrics } from '../../adapters/simulated/metrics.ts';
import {
  simulateForensics,
  simulateNotifier,
  simulateSettings,
} from '../../adapters/simulated/outside.ts';
import { simulateProber } from '../../adapters/simulated/prober.ts';
import type { RehearsalKey } from '../../adapters/simulated/rehearsal-key.ts';
import { simulateRehearsals } from '../../adapters/simulated/rehearsals.ts';
import { simulateTraffic } from '../../adapters/simulated/users.ts';
import { sha256Hex } from '../../domain/ledger/digest.ts';
import { fillIn } from '../../spec/message-template.ts';
import type { Stage } from './stage.ts';

/** What serves everywhere when a rehearsal begins. */
const before = { digest: sha256Hex('what served before'), version: 'before' };

/** Every port over memory and a folder that ends with the rehearsal. */
export function createRehearsalPorts(given: {
  readonly folder: string;
  readonly records: MemoryRecords;
  readonly leaseOffice: LeaseOffice;
  readonly verifier: RehearsalKey['verifier'];
  readonly stage: Stage;
}): Ports {
  const { folder, records, leaseOffice, verifier, stage } = given;
  const { mishaps, clock } = stage;
  const { ledger, plans, statements, directory, calendar, portfolios, duties, leases } = records;
  return {
    ledger,
    plans,
    statements,
    calendar,
    portfolios,
    duties,
    dutyEngine: createCedarEngine(),
    leases,
    leaseOffice,
    verifier,
    // Who is on call is an item of checklists, and may be chosen to fail.
    directory: {
      ...directory,
      membersOf: async (group) => (mishaps.strikes() ? [] : directory.membersOf(group)),
    },
    sources: simulateSources(),
    workspaces: simulateWorkspaces(),
    runner: simulateRunner(mishaps, clock),
    artifacts: simulateArtifacts(join(folder, 'artifacts'), mishaps),
    evidence: simulateEvidence(),
    readJunit: simulateReadJunit(mishaps),
    deployer: simulateDeployers(folder, stage),
    rehearsalDeployer: (name, work) => work(simulateRehearsalDeployer(name)),
    databases: simulateDatabases(mishaps, stage.order.plan),
    rehearsals: simulateRehearsals(mishaps, stage.order, clock),
    traffic: simulateTraffic({ clock, before, mishaps }),
    metrics: simulateMetrics(),
    forensics: simulateForensics(),
    settings: simulateSettings(),
    prober: simulateProber(mishaps, clock),
    isAlone: true,
    notifier: (channel) => simulateNotifier(channel, mishaps),
    fillIn,
    clock,
    pause: comeBackLater,
  };
}

/** For each tool of the catalog one that stands for it. Throws for a tool that nobody knows. */
function simulateDeployers(folder: string, { mishaps }: Stage): Ports['deployer'] {
  const known = new Map<string, Deployer>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const made = createSimulatedDeployer({
      root: join(folder, 'world'),
      standsFor: createDeployer(name, { stateFolder: join(folder, 'real') }),
      before,
      behaviourOf: ({ component }) => (mishaps.strikes(component) ? 'fails' : 'well'),
    });
    const tool: Deployer = {
      ...made,
      observe: async (place, ...asked) => {
        const seen = await made.observe(place, ...asked);
        return isUnwell(mishaps) ? { ...seen, current: null } : seen;
      },
    };
    known.set(name, tool);
    return tool;
  };
}

/** Whether a checklist is to find that what serves users is not well. */
function isUnwell(mishaps: Stage['mishaps']): boolean {
  const parts = mishaps.occasion()?.parts ?? [];
  return parts.includes('targets-healthy') && mishaps.strikes();
}

/**
 * Time stands still while a step is at work. So a watch ends its attempt, and the server begins the
 * next one when there is something to decide; its heartbeat says since when it watches.
 */
const comeBackLater: Pause = async ({ untilDecidedMs }) => {
  throw ApplicationFailure.create({
    message: 'It comes back when there is something to decide.',
    type: 'rehearsal/later',
    nextRetryDelay: Math.max(1, Math.ceil(untilDecidedMs)),
    category: ApplicationFailureCategory.BENIGN,
  });
};
