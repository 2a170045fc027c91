import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { createRemoteJWKSet } from 'jose';
import pino from 'pino';
import { createFileEvidenceStore } from '../adapters/evidence/file-store.ts';
import { createRecords } from '../records/index.ts';
import { startTracing } from '../telemetry/start-tracing.ts';
import { traceClient } from '../telemetry/trace-client.ts';
import { traceFields } from '../telemetry/trace-fields.ts';
import { releaseOfWorkflowId } from '../workflows/contract.ts';
import { createDevIssuer } from './access/dev-issuer.ts';
import { createVerifyToken } from './access/verify-token.ts';
import { type AppParts, createApp } from './app.ts';
import { type ApiConfig, readConfig } from './config.ts';
import { createFeedFollower } from './feeds/follow-feeds.ts';
import { defaultRateLimits } from './http/rate-limit.ts';

import { listen } from './listen.ts';
import { createReleaseClient } from './release-client.ts';
import { seedWhenEmpty } from './seed.ts';
import { createKey } from './signing/create-key.ts';
import { createSigner } from './signing/sign-statement.ts';

/** The API process: from configuration to a socket, until it is told to stop. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ name: 'tidegate-api', level: config.logLevel, mixin: traceFields });
  const tracing = startTracing('tidegate-api', process.env);
  const records = createRecords(config.databaseUrl);
  await records.migrate();
  if (config.mode === 'embedded') await prepareEmbedded(config, records, log);
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = Connection.lazy(connectionOptions);
  const interceptors = tracing === null ? {} : traceClient(releaseOfWorkflowId);
  const client = new Client({ connection, namespace, interceptors });
  const releases = createReleaseClient(client);
  const clock = () => new Date();
  const feeds = createFeedFollower({ file: config.feedsFile, records, releases, log, clock });
  const parts: AppParts = {
    records,
    releases,
    feeds,
    signer: await createSigner(config),
    auth: await authOf(config),
    log,
    evidence:
      config.evidenceDir === null ? null : createFileEvidenceStore({ root: config.evidenceDir }),
    temporalUi:
      config.temporalUi === null
        ? null
        : `${config.temporalUi.replace(/\/$/, '')}/namespaces/${namespace}/workflows`,
    rateLimits: { ...defaultRateLimits, perActorPerMinute: config.requestsPerMinute },
    trustedProxies: config.trustedProxies,
  };
  const server = await listen((stopping) => createApp({ ...parts, stopping }), config);
  log.info({ address: server.address, mode: config.mode }, 'The API takes requests.');
  const ending = new AbortController();
  const following = feeds.follow(ending.signal);
  await server.closed;
  ending.abort();
  await following;
  await tracing?.stop();
  await connection.close();
  await records.close();
  log.info('The API has stopped.');
}

type Records = ReturnType<typeof createRecords>;

/** What the embedded mode makes for itself: a signing key, and the first documents. */
async function prepareEmbedded(
  config: Extract<ApiConfig, { mode: 'embedded' }>,
  records: Records,
  log: pino.Logger,
): Promise<void> {
  const { created } = await createKey({
    privateKeyFile: config.privateKeyFile,
    keyRingFile: config.keyRingFile,
    purpose: 'statements',
    notBefore: new Date().toISOString(),
    notAfter: null,
  });
  if (created) log.info({ file: config.privateKeyFile }, 'A signing key was made.');
  if (config.seedDir === null) return;
  const files = await seedWhenEmpty(config.seedDir, records);
  if (files.length > 0) log.info({ files }, 'The first documents were applied.');
}

/**
 * In the embedded mode an issuer of our own, and in every other mode the identity provider alone.
 */
async function authOf(config: ApiConfig): Promise<AppParts['auth']> {
  const { roleGroups } = config;
  if (config.mode === 'embedded') {
    const devIssuer = await createDevIssuer(config.keysDir);
    return { devIssuer, verifyToken: createVerifyToken(devIssuer), roleGroups };
  }
  const { issuer, audience, jwksUrl } = config.oidc;
  const keys = createRemoteJWKSet(new URL(jwksUrl));
  return {
    devIssuer: null,
    verifyToken: createVerifyToken({ issuer, audience, keys }),
    roleGroups,
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
