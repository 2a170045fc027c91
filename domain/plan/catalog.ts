import type { AccessResource } from '../access/access.ts';
import type { AlertLabels } from '../alert/alert.ts';
import type { DeploymentStrategy } from '../deployment/strategy.ts';
import type { MigrationDefinition } from '../migration/migration.ts';
import type { Criticality, DataClass, MonitoringLevel, ServiceContent } from '../risk/scale.ts';

/**
 * What the organisation declares once and releases refer to: people, groups, services,
 * environments. Every name here is a handle that other files use; every reference is checked when
 * files are applied.
 */
export type Catalog = {
  readonly people: readonly Person[];
  readonly groups: readonly Group[];
  readonly environments: readonly Environment[];
  readonly services: readonly Service[];
  /** Programs that commit, such as a bot that updates dependencies. They decide nothing. */
  readonly bots?: readonly Bot[];
  /** How the labels of alerts are read. Absent: as `environment` and `service`. */
  readonly alerts?: AlertLabels;
};

export type Person = {
  /**
   * Handle, such as `rita`. Chain and history never hold it: there a person is a pseudonymous
   * subject.
   */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Other addresses under which the person commits. */
  readonly aliases?: readonly string[];
};

export type Bot = { readonly name: string; readonly email: string };

export type Group = {
  readonly id: string;
  readonly title: string;
  /** Handles of people. */
  readonly members: readonly string[];
  /** How many releases of what it owns it can carry out at once. Absent: nobody has said. */
  readonly capacity?: number;
};

export type Environment = {
  readonly name: string;
  /**
   * The environment whose passing a release must show before it may enter this one; null for the
   * first.
   */
  readonly promotesFrom: string | null;
  /** How long a release must have stood in `promotesFrom` without harm. */
  readonly soakMs: number;
  /** Where it stands; the calendar may speak of regions. Absent: of none in particular. */
  readonly region?: string;
  /** How many releases may hold it at once, none two with the same service. Absent: one. */
  readonly capacity?: number;
  /** What people may be let into for a time. Absent: nothing. */
  readonly access?: readonly AccessResource[];
};

/** A command is always an argument list and never goes through a shell. */
type Command = readonly string[];

export type Service = {
  readonly name: string;
  /** The group that owns it. */
  readonly owner: string;
  readonly description: string;
  /** Names of services that must be there before this one. */
  readonly dependsOn: readonly string[];
  readonly source: {
    /** A git repository: a path or a URL. */
    readonly repository: string;
    /** Folder of the component inside the repository. */
    readonly path: string;
    /** Tag of a version, with `{version}` in it. */
    readonly tag: string;
  };
  readonly build: {
    /** Commands that run in order inside the component's folder of a clean checkout. */
    readonly steps: readonly NamedCommand[];
    /** Folder that is packed, relative to the component's folder. */
    readonly output: string;
    /** Files that must exist before and after the build, such as the lock file. */
    readonly requires: readonly string[];
  };
  readonly gates: readonly GateDefinition[];
  /** Present where deploying it changes the schema of a database. */
  readonly migrations?: MigrationDefinition;
  /** How much depends on it. Absent: nobody has said. */
  readonly criticality?: Criticality;
  /** What data it handles. Absent: nobody has said; empty: none. */
  readonly dataClasses?: readonly DataClass[];
  /** What its versions consist of. Absent: code. */
  readonly content?: ServiceContent;
  /** Whether instances keep what the next ones need. Absent: they do not. */
  readonly stateful?: boolean;
  /** Absent: nobody has said. */
  readonly monitoring?: MonitoringLevel;
  /** By environment name; a service without an entry cannot be released to that environment. */
  readonly deployments: Readonly<Record<string, DeploymentDefinition>>;
};

export type NamedCommand = { readonly name: string; readonly command: Command };

export type GateDefinition =
  | {
      readonly gate: 'junit';
      readonly name: string;
      readonly command: Command;
      /** Report file, relative to the component's folder. */
      readonly report: string;
      /** Least share of tests that must pass, from 0 to 1; 1 by default. */
      readonly minimumPassRate: number;
      readonly minimumTests: number;
      /** Oldest report that counts; absent: only what the command itself has written. */
      readonly maximumAgeMs?: number;
    }
  | { readonly gate: 'command'; readonly name: string; readonly command: Command };

type DeploymentDefinition = {
  /** Name of a deployer, such as `local-process`. */
  readonly deployer: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Whether users reach it through the traffic gateway. */
  readonly traffic: boolean;
  /** Absent: as the policy moves users there, and otherwise all at once. */
  readonly strategy?: DeploymentStrategy;
};
