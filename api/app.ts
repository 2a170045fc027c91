import express, { type Express } from 'express';
import type { Logger } from 'pino';
import { createCedarEngine } from '../adapters/duties/cedar.ts';
import { createAuthenticate } from './access/authenticate.ts';
import type { DevIssuer } from './access/dev-issuer.ts';
import type { RoleGroups } from './access/role.ts';
import type { VerifyToken } from './access/verify-token.ts';
import type { EvidenceReader } from './evidence/reader.ts';
import { type Feeds, noFeeds } from './feeds/feed-standing.ts';
import { measureRequests } from './http/measure-requests.ts';
import { mountRoutes } from './http/mount-routes.ts';
import { createRateLimiter, defaultRateLimits, type RateLimits } from './http/rate-limit.ts';
import { createRequestLog } from './http/request-log.ts';
import { dataHeaders } from './http/security-headers.ts';
import { createSendProblem } from './http/send-problem.ts';
import { traceRequests } from './http/trace-requests.ts';
import { createApiMetrics } from './metrics/api-metrics.ts';
import { createOpenApiDocument } from './openapi/document.ts';
import { createReferencePage } from './openapi/page.ts';
import { Problem } from './problem.ts';
import type { ApiRecords } from './records-port.ts';
import type { ReleaseClient } from './release-client.ts';
import { routesOf } from './router.ts';
import type { Services } from './services.ts';
import type { Signer } from './signing/sign-statement.ts';
import { neverStopping, type Stopping } from './stopping.ts';

export type AppParts = {
  readonly records: ApiRecords;
  readonly releases: ReleaseClient;
  readonly signer: Signer;
  readonly auth: {
    readonly verifyToken: VerifyToken;
    readonly roleGroups: RoleGroups;
    /**
     * The embedded mode's alone: with it the API issues tokens to whoever asks. Null in every
     * other.
     */
    readonly devIssuer: DevIssuer | null;
  };
  readonly log: Logger;
  /** What workers keep of gates and rollbacks, for reading. Absent: not within reach. */
  readonly evidence?: EvidenceReader | null;
  /** Where the Temporal UI shows the workflows; null where there is none. */
  readonly temporalUi: string | null;
  readonly clock?: () => Date;
  /** iCalendar feeds that this process follows. Absent: none. */
  readonly feeds?: Feeds;
  readonly rateLimits?: RateLimits;
  readonly trustedProxies?: number;
  readonly stopping?: Stopping;
};

/** The whole HTTP API without a socket. */
export function createApp(parts: AppParts): Express {
  const { records, auth, log } = parts;
  const routes = routesOf(auth.devIssuer === null ? 'server' : 'embedded');
  const openApiDocument = createOpenApiDocument(routes);
  const services: Services = {
    records,
    releases: parts.releases,
    signer: parts.signer,
    authenticate: createAuthenticate({ ...auth, directory: records }),
    devIssuer: auth.devIssuer,
    dutyEngine: createCedarEngine(),
    adminGroups: auth.roleGroups.admin ?? [],
    evidence: parts.evidence ?? null,
    clock: parts.clock ?? (() => new Date()),
    feeds: parts.feeds ?? noFeeds,
    temporalUi: parts.temporalUi,
    openApiDocument,
    log,
    metrics: createApiMetrics(records),
    stopping: parts.stopping ?? neverStopping,
  };
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', parts.trustedProxies ?? 0);
  app.set('query parser', 'simple');
  app.use(measureRequests(services.metrics), traceRequests);
  app.use(createRequestLog(log));
  app.use(createReferencePage());
  app.use(dataHeaders);
  app.use(mountRoutes(routes, services, createRateLimiter(parts.rateLimits ?? defaultRateLimits)));
  app.use((request) => {
    throw new Problem('not-found', { detail: `Nothing is at ${request.path}.` });
  });
  app.use(createSendProblem(log));
  return app;
}
