import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { AccessState } from '../domain/access/state.ts';
import type { Receipt, SignedStatement, StatementKind } from '../domain/approval/statement.ts';
import type { LeaseBook, LeaseRequest } from '../domain/environment/lease.ts';
import type { RehearsalAccount } from '../domain/rehearsal/account.ts';
import type { RehearsalOrder } from '../domain/rehearsal/order.ts';
import type { ReleaseState } from '../domain/release/state.ts';

/**
 * What the API, the workers and the workflows agree on: names, ids, queues, messages. The only file
 * of this folder that anything outside it imports.
 */

/**
 * One queue for decisions and bookkeeping, one for tools, one for people: a stuck tool starves
 * nobody.
 */
export const taskQueues = {
  workflows: 'tidegate-workflows',
  tools: 'tidegate-tools',
  messages: 'tidegate-messages',
  rehearsals: 'tidegate-rehearsals',
  reconciler: 'tidegate-reconciler',
  access: 'tidegate-access',
} as const;

/** Under this name Temporal knows the builds of the workers, where they say which one they are. */
export const workerDeployment = 'tidegate';

export const workflowTypes = {
  release: 'releaseWorkflow',
  environment: 'environmentWorkflow',
  rehearsal: 'rehearsalWorkflow',
  reconciler: 'reconcilerWorkflow',
  remark: 'remarkWorkflow',
  analysis: 'analysisWorkflow',
  access: 'accessWorkflow',
} as const;

/**
 * How long one task of a workflow may take. A run of many signals is replayed as one, at about half
 * a millisecond each, and Temporal takes 10,000 of them for a run. It is not longer, because a task
 * that died with its worker is given to another one only when this time is over.
 */
export const workflowTaskTimeout = '20s';

/** Workflow ids are made from names and never reused, so a name is one release for ever. */
export const releaseWorkflowId = (release: string): string => `release-${release}`;
/** The release whose workflow has that id; null for the id of anything else. */
export const releaseOfWorkflowId = (id: string | undefined): string | null =>
  id?.startsWith('release-') === true ? id.slice('release-'.length) : null;
export const environmentWorkflowId = (environment: string): string => `environment-${environment}`;
export const rehearsalWorkflowId = (rehearsal: string): string => `rehearsal-${rehearsal}`;
export const accessWorkflowId = (access: string): string => `access/${access}`;

/**
 * Started by the API with what was signed. From then on the records say what it is about, so that
 * it can be started again without: by the reconciler, or in a new run.
 */
export type AccessInput = { readonly access: string; readonly request?: SignedStatement };

/** What people say of an access, whatever it is. */
export const accessActSignal = defineSignal<[SignedStatement]>('access-act');
export const accessQuery = defineQuery<AccessState | null>('access');

/**
 * Started by the API after it has sealed and claimed the plan; the rest travels through
 * continue-as-new.
 */
export type ReleaseInput = {
  readonly release: string;
  /** Of the plan that it begins with; from then on the records say by which one it goes. */
  readonly planDigest: string;
  readonly carried?: CarriedRelease;
};

/**
 * What a release takes into its next run: the answer to queries until that run has read the
 * records. They say what is true, because whoever starts a workflow can write anything here.
 */
type CarriedRelease = { readonly state: ReleaseState };

/** A message as the signal handler takes it in; nothing is believed yet. */
export type Message = { readonly signal: string; readonly payload: unknown };

/**
 * People's statements arrive under the name of what they are, so that the Temporal UI tells the
 * story.
 */
const decisionSignal = defineSignal<[SignedStatement]>('decision');
const uatVerdictSignal = defineSignal<[SignedStatement]>('uat-verdict');
const uatDefectSignal = defineSignal<[SignedStatement]>('uat-defect');
const taskReportSignal = defineSignal<[SignedStatement]>('task-report');
const commandSignal = defineSignal<[SignedStatement]>('command');
const deviationRequestSignal = defineSignal<[SignedStatement]>('deviation-request');
const revisionSignal = defineSignal<[SignedStatement]>('revision');
/** An alert of a monitoring system, taken in by the API for the account that sent it. */
const alertSignal = defineSignal<[SignedStatement]>('alert');
const deviationVerdictSignal = defineSignal<[SignedStatement]>('deviation-verdict');
/**
 * From the environment workflow: the lease is this release's now. Believed only after the records
 * confirm it.
 */
export const leaseGrantedSignal =
  defineSignal<[{ environment: string; fence: number }]>('lease-granted');
/**
 * From the environment workflow: an emergency asks for what this release holds. Believed only after
 * the records confirm it.
 */
export const leaseRecalledSignal = defineSignal<[{ environment: string }]>('lease-recalled');
/** From the API: calendar entries changed, so look again. */
export const calendarChangedSignal = defineSignal('calendar-changed');

export const statementSignals = {
  decision: decisionSignal,
  'uat-verdict': uatVerdictSignal,
  'uat-defect': uatDefectSignal,
  'task-report': taskReportSignal,
  command: commandSignal,
  'deviation-request': deviationRequestSignal,
  'deviation-verdict': deviationVerdictSignal,
  revision: revisionSignal,
  alert: alertSignal,
} as const;

/** The whole state; its shape is `domain/release/state.ts`. */
export const stateQuery = defineQuery<ReleaseState>('state');
/** The receipt of a statement, or null while the workflow has not spoken. */
export const receiptQuery = defineQuery<Receipt | null, [string]>('receipt');

/** Asks for an environment on behalf of a release, which hears of its grant by signal. */
export const requestLeaseSignal = defineSignal<[LeaseRequest]>('request-lease');
/**
 * A release asks for itself. Answers with the fencing number of its grant, or with null when others
 * come first: then its turn comes as a signal.
 */
export const takeLeaseUpdate = defineUpdate<number | null, [LeaseRequest]>('take-lease');
export const releaseLeaseSignal = defineSignal<[{ release: string }]>('release-lease');
/** The holder lets an emergency before it, and comes next. */
export const giveWaySignal = defineSignal<[{ release: string; fence: number }]>('give-way');
/** From the API: reservations changed, so look again. */
export const reservationsChangedSignal = defineSignal('reservations-changed');
export const environmentQuery = defineQuery<LeaseBook>('environment');

export type EnvironmentInput = {
  readonly environment: string;
  /** What the run before left; who holds the environment is read from the records all the same. */
  readonly carried?: Pick<LeaseBook, 'queue'> & Partial<Pick<LeaseBook, 'holders'>>;
};

/** The one step of a rehearsal, offered by the process that hosts rehearsals. */
export type RehearsalActivities = {
  rehearse(order: RehearsalOrder): Promise<RehearsalAccount>;
};

/** What somebody in a rehearsal says to its release, and how long they take to say it. */
export type Remark = {
  readonly release: string;
  readonly kind: StatementKind;
  readonly statement: SignedStatement;
  readonly afterMs: number;
};

/** How a rehearsal may fail, by the type of its failure. */
export const rehearsalFailures = {
  /** There is no time-skipping server on the machine that hosts rehearsals. */
  noServer: 'rehearsal/no-server',
} as const;

/** Operators find releases by these in the Temporal UI. All are keywords. */
export const searchAttributes = {
  release: defineSearchAttributeKey('TidegateRelease', SearchAttributeType.KEYWORD),
  state: defineSearchAttributeKey('TidegateState', SearchAttributeType.KEYWORD),
  environment: defineSearchAttributeKey('TidegateEnvironment', SearchAttributeType.KEYWORD),
  waitingOn: defineSearchAttributeKey('TidegateWaitingOn', SearchAttributeType.KEYWORD),
} as const;

/** A moment of a workflow that belongs to the trace of whoever caused it. Ids are hex digits. */
export type TracedMoment = {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly traceFlags: number;
  readonly atMs: number;
};

/** What workflows tell the worker that runs them, outside their histories. */
export type TraceSinks = { traces: { passed(moment: TracedMoment): void } };
