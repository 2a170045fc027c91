import type { Logger } from 'pino';
import type { DutyEngine } from '../activities/ports/duties.ts';
import type { Authenticate } from './access/authenticate.ts';
import type { DevIssuer } from './access/dev-issuer.ts';
import type { EvidenceReader } from './evidence/reader.ts';
import type { Feeds } from './feeds/feed-standing.ts';
import type { ApiMetrics } from './metrics/api-metrics.ts';
import type { ApiRecords } from './records-port.ts';
import type { ReleaseClient } from './release-client.ts';
import type { Signer } from './signing/sign-statement.ts';
import type { Stopping } from './stopping.ts';

/** What endpoints work with. `app.ts` puts it together. */
export type Services = {
  readonly records: ApiRecords;
  readonly releases: ReleaseClient;
  readonly signer: Signer;
  readonly authenticate: Authenticate;
  /** Null outside the embedded mode. */
  readonly devIssuer: DevIssuer | null;
  readonly dutyEngine: DutyEngine;
  /** Groups of the catalog whose people have the role `admin`. */
  readonly adminGroups: readonly string[];
  /** Null where this process does not reach what workers keep. */
  readonly evidence: EvidenceReader | null;
  readonly clock: () => Date;
  /** iCalendar feeds that this process follows. */
  readonly feeds: Feeds;
  /** Where the Temporal UI shows a workflow; null where no UI is configured. */
  readonly temporalUi: string | null;
  readonly openApiDocument: Readonly<Record<string, unknown>>;
  readonly log: Logger;
  readonly metrics: ApiMetrics;
  readonly stopping: Stopping;
};
