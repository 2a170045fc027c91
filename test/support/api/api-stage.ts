import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Express } from 'express';
import pino, { type Logger } from 'pino';
import { createDevIssuer, type DevIssuer } from '../../../api/access/dev-issuer.ts';
import type { RoleGroups } from '../../../api/access/role.ts';
import { createVerifyToken } from '../../../api/access/verify-token.ts';
import { type AppParts, createApp } from '../../../api/app.ts';
import { createReleaseClient, type ReleaseClient } from '../../../api/release-client.ts';
import { createKey } from '../../../api/signing/create-key.ts';
import { createSigner, type Signer } from '../../../api/signing/sign-statement.ts';
import type { AppliedDocument } from '../../../records/applied-files.ts';
import { createRecords, type Records } from '../../../records/index.ts';
import { createTestDatabase } from '../stack/database.ts';
import { ApiPerson } from './api-person.ts';
import { testDocuments } from './test-documents.ts';
import { createTestNamespace, type TestNamespace } from './test-namespace.ts';

/** The whole API over a real PostgreSQL and a real Temporal, and people who use it. */
export type ApiStage = {
  readonly app: Express;
  readonly records: Records;
  readonly temporal: TestNamespace;
  readonly releases: ReleaseClient;
  readonly signer: Signer;
  readonly devIssuer: DevIssuer;
  readonly keyRingFile: string;
  /** Lines that the API has logged. */
  readonly logged: string[];
  /** A person of the catalog, with a token. */
  person(handle: string): Promise<ApiPerson>;
  /** The same parts with some of them changed. */
  appWith(change: Partial<AppParts>): Express;
  close(): Promise<void>;
};

export const testRoleGroups: RoleGroups = {
  engineer: ['engineers', 'release-managers'],
  admin: ['release-managers'],
  auditor: ['auditors'],
};

export async function openApiStage(
  documents: readonly AppliedDocument[] = testDocuments(),
): Promise<ApiStage> {
  const [database, temporal] = await Promise.all([createTestDatabase(), createTestNamespace()]);
  const keysDir = await mkdtemp(join(tmpdir(), 'tidegate-api-'));
  const records = createRecords(database.url);
  await records.migrate();
  if (documents.length > 0) await records.applyFiles(documents, 'test');
  const { signer, keyRingFile } = await makeSigner(keysDir);
  const devIssuer = await createDevIssuer(keysDir);
  const logged: string[] = [];
  const parts: AppParts = {
    records,
    releases: createReleaseClient(temporal.client),
    signer,
    auth: { devIssuer, verifyToken: createVerifyToken(devIssuer), roleGroups: testRoleGroups },
    log: collectingLog(logged),
    temporalUi: 'http://temporal.example/namespaces/test/workflows',
    // Tests ask without pause, and each route without a token.
    rateLimits: { perActorPerMinute: 1_000_000, refusedPerMinute: 1_000 },
  };
  const app = createApp(parts);
  return {
    app,
    records,
    temporal,
    releases: parts.releases,
    signer,
    devIssuer,
    keyRingFile,
    logged,
    appWith: (change) => createApp({ ...parts, ...change }),
    async person(handle) {
      const subject = await records.subjectOf(handle);
      if (subject === null) throw new Error(`The test's catalog has no person ${handle}.`);
      return new ApiPerson(app, subject, (await devIssuer.issue(subject)).token);
    },
    async close() {
      await records.close();
      await temporal.close();
      await database.drop();
      await rm(keysDir, { recursive: true, force: true });
    },
  };
}

async function makeSigner(keysDir: string): Promise<{ signer: Signer; keyRingFile: string }> {
  const privateKeyFile = join(keysDir, 'statements.json');
  const keyRingFile = join(keysDir, 'key-ring.json');
  const notBefore = '2020-01-01T00:00:00Z';
  const purpose = 'statements' as const;
  await createKey({ privateKeyFile, keyRingFile, purpose, notBefore, notAfter: null });
  return { signer: await createSigner({ privateKeyFile, keyRingFile }), keyRingFile };
}

function collectingLog(lines: string[]): Logger {
  return pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
}

/** A release name that no other test uses. */
export function aReleaseName(): string {
  return `shop-${randomUUID().slice(0, 8)}`;
}
