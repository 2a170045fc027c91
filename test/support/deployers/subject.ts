import type { Deployer, DeploymentOrder } from '../../../activities/ports/deployer.ts';
import type { RunRequest } from './run-deployer.ts';

/** How the ordered version behaves. */
export type Behaviour = 'well' | 'hangs' | 'lies';

export type OrderChoice = {
  readonly key: string;
  readonly version: '1.0.0' | '2.0.0' | '3.0.0';
  readonly fence?: number;
  readonly behaviour?: Behaviour;
};

/** One deployer with a place of its own, and what is needed to find out the truth around it. */
export type DeployerSubject = {
  readonly deployer: Deployer;
  /** Folder that the deployer keeps its state in. */
  readonly root: string;
  /** How another process makes the same deployer, to be killed in the middle. */
  readonly tool: RunRequest['tool'];
  readonly order: (choice: OrderChoice) => DeploymentOrder;
  /**
   * Versions that really stand there now, oldest first, asked of the system and not of the adapter.
   */
  readonly standing: () => Promise<readonly string[]>;
  /** How often the tool really brought that version there, by its own record. */
  readonly effectsOf: (version: string) => Promise<number>;
  /** Processes that the tool has running at this moment, by /proc. */
  readonly commandsRunning: () => Promise<number>;
  /** What somebody else changes behind the deployer's back, where it would hurt an undo. */
  readonly meddle: () => Promise<void>;
  /** Stops everything and removes all folders. */
  readonly close: () => Promise<void>;
};
