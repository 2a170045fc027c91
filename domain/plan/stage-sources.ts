import type { AnnouncementPolicy } from '../message/announcement-policy.ts';
import type { Announcement } from '../message/message.ts';
import type { Environment } from './catalog.ts';
import type { CatalogIndex } from './catalog-index.ts';
import type { PlannedComponent } from './plan.ts';
import type { ClassPolicy } from './policy.ts';
import type { ReleaseSpec } from './spec.ts';

/** What the stages of a release are made from. Everything has been checked and put in order. */
export type StageSources = {
  readonly spec: ReleaseSpec;
  readonly classPolicy: ClassPolicy;
  /** In promotion order. */
  readonly environments: readonly Environment[];
  /** In the order of their waves. */
  readonly components: readonly PlannedComponent[];
  /** Every service that the catalog knows, released or not. */
  readonly services: CatalogIndex['services'];
  readonly waves: readonly (readonly string[])[];
  /** What contracts goes out after everything else. */
  readonly contracting: readonly (readonly string[])[];
  /** Whether its risk sends it to the board. */
  readonly highRisk: boolean;
  /** The announcement of an environment, in the words that people will read. */
  readonly announcementFor: (policy: AnnouncementPolicy, environment: string) => Announcement;
};
