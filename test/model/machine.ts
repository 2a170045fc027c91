import type { Receipt, Statement } from '../../domain/approval/statement.ts';
import type { NotedLease } from '../../domain/environment/recorded-leases.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import type { MemoryRecords } from '../support/fakes/memory-records.ts';
import type { Effect } from './judge.ts';
import { place } from './plans.ts';

/** A release that the commands of the model are done to. */
export type Machine = {
  /** Groups, delegations, entries and duties, which people change behind its back. */
  readonly records: MemoryRecords;
  readonly nowMs: () => Promise<number>;
  readonly state: () => Promise<ReleaseState>;
  /** Seals a plan that a revision may lead to. */
  seal(plan: ReleasePlan, digest: string, by: string): void;
  say(statement: Statement): Promise<Receipt>;
  calendarChanged(): Promise<void>;
  pass(ms: number): Promise<void>;
  /** Another release asks for the environment, or gives it back. */
  rival(asks: 'request' | 'return'): Promise<void>;
  /** Resolves when nothing is at work any more: the release waits, or has ended. */
  rest(): Promise<void>;
  /** Deployments that took effect since this was asked last. */
  effects(): readonly Effect[];
  /**
   * What somebody with access to the records does, and whether there was anything to do it to;
   * absent where nobody has any.
   */
  readonly tamper?: (how: Tampering) => Promise<boolean>;
};

const onlyPlace = `${place}/1`;

/** Who has the environment, by what was recorded last; it has room for one. */
export const leaseIn = ({ held }: MemoryRecords): NotedLease | undefined => held.get(onlyPlace);

export function noteLease({ held }: MemoryRecords, release: string | null, fence: number): void {
  held.set(onlyPlace, { environment: place, place: 1, release, fence });
}

/** Where releases begin, one after the other. */
export type Machines = {
  readonly begin: () => Promise<Machine>;
  readonly close: () => Promise<void>;
};

export const tamperings = [
  'pack-again',
  'another-author',
  'take-environment',
  'grant-anew',
  'invent-approval',
] as const;
export type Tampering = (typeof tamperings)[number];
