import type { FillIn } from '../../domain/message/message.ts';
import type {
  ArtifactStore,
  CommandRunner,
  EvidenceStore,
  Notifier,
  SourceControl,
} from './content.ts';
import type { ThrowAwayDatabases } from './databases.ts';
import type { Deployer } from './deployer.ts';
import type { DutyEngine, DutySource } from './duties.ts';
import type { ReadJunit } from './evidence.ts';
import type { Forensics } from './forensics.ts';
import type { LeaseOffice } from './lease-office.ts';
import type { Leases } from './leases.ts';
import type { MetricsSource } from './metrics.ts';
import type { Pause } from './pause.ts';
import type { Prober } from './prober.ts';
import type { Progress } from './progress.ts';
import type {
  CalendarSource,
  Directory,
  Ledger,
  Plans,
  PortfolioSource,
  Statements,
} from './records.ts';
import type { RehearsalSource } from './rehearsals.ts';
import type { SettingsResolver } from './settings.ts';
import type { StatementVerifier } from './signatures.ts';
import type { Traffic } from './traffic.ts';
import type { Workspaces } from './workspace.ts';

/**
 * Everything that activities need from the outside. The wiring in `workers/` chooses who offers it.
 */
export type Ports = {
  readonly ledger: Ledger;
  readonly plans: Plans;
  readonly statements: Statements;
  readonly directory: Directory;
  readonly calendar: CalendarSource;
  readonly duties: DutySource;
  readonly dutyEngine: DutyEngine;
  readonly portfolios: PortfolioSource;
  /** Fills the words of messages in. */
  readonly fillIn: FillIn;
  readonly leases: Leases;
  readonly leaseOffice: LeaseOffice;
  readonly verifier: StatementVerifier;
  readonly sources: SourceControl;
  readonly workspaces: Workspaces;
  readonly runner: CommandRunner;
  readonly artifacts: ArtifactStore;
  readonly evidence: EvidenceStore;
  readonly readJunit: ReadJunit;
  /** The deployer of that name. Throws a terminal `StepFailure` for an unknown one. */
  readonly deployer: (name: string) => Deployer;
  /**
   * A deployer of that name which knows of nothing and whose memory ends with the work, to try out
   * what it would do. Throws as `deployer` does.
   */
  readonly rehearsalDeployer: <Result>(
    name: string,
    work: (deployer: Deployer) => Promise<Result>,
  ) => Promise<Result>;
  readonly databases: ThrowAwayDatabases;
  readonly rehearsals: RehearsalSource;
  readonly traffic: Traffic;
  readonly metrics: MetricsSource;
  readonly forensics: Forensics;
  readonly settings: SettingsResolver;
  readonly prober: Prober;
  /**
   * Whether there are no other releases, as in a rehearsal: what is awaited of them counts as done.
   * Absent: there may be.
   */
  readonly isAlone?: true;
  /** The notifier of that channel. Throws a terminal `StepFailure` for an unknown one. */
  readonly notifier: (channel: string) => Notifier;
  readonly clock: () => Date;
  /** How watches pass their time; the machine's own time where nothing is said. */
  readonly pause?: Pause;
  /** Who hears how far steps have come; nobody where nothing is said. */
  readonly progress?: Progress;
};
