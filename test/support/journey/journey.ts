import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localProcessRoot } from '../../../adapters/deployers/index.ts';
import { stopAll } from '../../../adapters/deployers/local-process/stop-all.ts';
import { stopGateway } from '../../../adapters/traffic/gateway/stop.ts';
import { stopNginx } from '../../../adapters/traffic/nginx/stop.ts';
import { seedWhenEmpty } from '../../../api/seed.ts';
import type { ProposalView } from '../../../api/views/proposal-view.ts';
import { createRecords } from '../../../records/index.ts';
import { createTraffic, startTraffic } from '../../../workers/traffic.ts';
import { createTestNamespace } from '../api/test-namespace.ts';
import { programOf } from '../debian/install-package.ts';
import { createTestDatabase } from '../stack/database.ts';
import { shopCalendar, shopCatalog, type WrittenDocument } from './documents.ts';
import { type Answer, JourneyPerson, type ProblemAnswer } from './person.ts';
import { JourneyRelease } from './release.ts';
import { createShopRepository, type ShopRepository } from './repository.ts';
import { runningBelow } from './running.ts';
import {
  type Ground,
  type Server,
  startApi,
  startWorkers,
  type WorkerSettings,
} from './servers.ts';

/** What the API answers where files need a second person. */
export type ProposedFiles = { readonly proposal: ProposalView };

export const verdictOn = ({ id }: Pick<ProposalView, 'id'>) => `/v1/proposals/${id}/verdict`;

type CompiledAnswer = { readonly digest: string } & ProblemAnswer;

/** Tidegate as people meet it: a real API, real workers, real tools, and a shop to release. */
export type Journey = Ground & {
  readonly origin: string;
  readonly repository: ShopRepository;
  readonly person: (handle: string) => Promise<JourneyPerson>;
  /** Applies files as `rita`; `mona` confirms what needs it. Fails when they are refused. */
  readonly apply: (...documents: readonly WrittenDocument[]) => Promise<void>;
  /** Applies the catalog again with this said of environments, and nothing of the others. */
  readonly arrange: (places: Readonly<Record<string, object>>) => Promise<void>;
  /** Applies the catalog again with other groups, and these files along with it. */
  readonly regroup: (
    groups: Readonly<Record<string, readonly string[]>>,
    ...documents: readonly WrittenDocument[]
  ) => Promise<void>;
  /** Plans a release, and starts it with the digest that was seen. `erin` asks for it. */
  readonly begin: (document: object, by?: string) => Promise<JourneyRelease>;
  readonly release: (name: string) => JourneyRelease;
  /** Where users reach a component, or null where it has no users. */
  readonly originOf: (environment: string, component: string) => Promise<string | null>;
  /** Messages that the file notifier has written. */
  readonly announcements: () => Promise<
    readonly { audience: string[]; subject: string; text: string }[]
  >;
  readonly stopWorkers: () => Promise<void>;
  readonly startWorkers: (settings?: WorkerSettings) => Promise<void>;
};

/** Makes what is applied first for a state folder, and returns the folder that holds it. */
export type Seed = (stateFolder: string) => Promise<string>;

/**
 * A journey for the whole file, with an open calendar and, unless the seed is another one, the
 * shop's catalog and people applied.
 */
export function useJourney(
  prepare: (journey: Journey) => Promise<void>,
  seed?: Seed,
  traffic: Ground['traffic'] = 'gateway',
): { journey: Journey } {
  const closers: (() => Promise<unknown>)[] = [];
  const holder: { opened: Journey | null } = { opened: null };
  beforeAll(async () => {
    holder.opened = await openJourney((close) => closers.push(close), traffic, seed);
    await prepare(holder.opened);
  }, 180_000);
  afterAll(async () => {
    for (const close of closers.toReversed()) await close();
  }, 60_000);
  return {
    get journey() {
      if (holder.opened === null) throw new Error('A journey is open while tests run.');
      return holder.opened;
    },
  };
}

async function openJourney(
  afterwards: (close: () => Promise<unknown>) => void,
  traffic: Ground['traffic'],
  seed?: Seed,
): Promise<Journey> {
  const ground = await openGround(afterwards, traffic);
  const { stateFolder, records } = ground;
  const repository = createShopRepository(join(stateFolder, 'repository'));
  const folders = { repository: repository.path, tool: join(stateFolder, 'tool') };
  await records.migrate();
  // Somebody has to be the first person, as the embedded mode's seed is.
  const seeded = seed?.(stateFolder) ?? writeSeed(stateFolder, shopCatalog(folders));
  await seedWhenEmpty(await seeded, records);
  const api = await startApi(ground);
  afterwards(() => api.stop());
  let workers: Server | null = await startWorkers(ground);
  const stopWorkers = async () => {
    await workers?.stop();
    workers = null;
  };
  afterwards(stopWorkers);
  const speaking = peopleAt(api.origin);
  await speaking.apply(openCalendar);
  const users = createTraffic(trafficOf(ground));
  return {
    ...ground,
    ...speaking,
    origin: api.origin,
    repository,
    regroup: (groups, ...documents) => speaking.apply(shopCatalog(folders, groups), ...documents),
    arrange: (places) => speaking.apply(shopCatalog(folders, undefined, places)),
    originOf: async (environment, component) =>
      (await users.observe({ environment, component })).origin,
    announcements: () => readLines(join(stateFolder, 'announcements.jsonl')),
    stopWorkers,
    async startWorkers(settings) {
      workers ??= await startWorkers(ground, settings);
    },
  };
}

/** Database, namespace, folder and gateway, each with what ends it. */
async function openGround(
  afterwards: (close: () => Promise<unknown>) => void,
  traffic: Ground['traffic'],
): Promise<Ground> {
  const stateFolder = await mkdtemp(join(tmpdir(), 'tidegate-journey-'));
  afterwards(() => rm(stateFolder, { recursive: true, force: true, maxRetries: 3 }));
  const database = await createTestDatabase();
  afterwards(() => database.drop());
  const temporal = await createTestNamespace();
  afterwards(() => temporal.close());
  const records = createRecords(database.url);
  afterwards(() => records.close());
  if (traffic === 'nginx') programOf('nginx-light', '/usr/sbin/nginx');
  await startTraffic(trafficOf({ stateFolder, traffic }));
  afterwards(() => stopDeployed(stateFolder));
  return { stateFolder, databaseUrl: database.url, records, temporal, traffic };
}

const trafficOf = ({ stateFolder, traffic }: Pick<Ground, 'stateFolder' | 'traffic'>) =>
  ({ TIDEGATE_STATE_DIR: stateFolder, TIDEGATE_TRAFFIC: traffic }) as const;

const openCalendar = shopCalendar('open', [
  {
    id: 'open',
    kind: 'allow',
    title: 'Open',
    start: '2025-01-01T00:00:00Z',
    owner: 'release-managers',
  },
]);

function peopleAt(origin: string) {
  const known = new Map<string, Promise<JourneyPerson>>();
  const person = (handle: string): Promise<JourneyPerson> => {
    const found = known.get(handle) ?? signIn(origin, handle);
    known.set(handle, found);
    return found;
  };
  const release = (name: string) => new JourneyRelease(name, person);
  return {
    person,
    release,
    async apply(...documents: readonly WrittenDocument[]) {
      const rita = await person('rita');
      const answer = await rita.put<Partial<ProposedFiles>>('/v1/catalog', { documents });
      if (answer.status === 200) return;
      const { proposal } = answer.body;
      if (proposal === undefined) throw new Error(JSON.stringify(answer.body));
      const order = { verdict: 'confirm', digest: proposal.digest };
      const confirmed = await (await person('mona')).post(verdictOn(proposal), order);
      if (confirmed.status !== 200) throw new Error(JSON.stringify(confirmed.body));
    },
    async begin(document: object, by = 'erin') {
      const someone = await person(by);
      const plan = await someone.post<CompiledAnswer>('/v1/plans', document);
      if (plan.status !== 200) throw new Error(JSON.stringify(plan.body));
      const order = { spec: document, planDigest: plan.body.digest };
      const started: Answer<{ release: string } & ProblemAnswer> = await someone.post(
        '/v1/releases',
        order,
      );
      if (started.status !== 201) throw new Error(JSON.stringify(started.body));
      return release(started.body.release);
    },
  };
}

async function signIn(origin: string, handle: string): Promise<JourneyPerson> {
  const response = await fetch(`${origin}/v1/dev/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person: handle }),
  });
  if (!response.ok) throw new Error(`No token for ${handle}: ${await response.text()}`);
  return new JourneyPerson(origin, (await response.json()) as { subject: string; token: string });
}

/** A folder with the first catalog, as the embedded mode reads one. */
async function writeSeed(stateFolder: string, { name, text }: WrittenDocument): Promise<string> {
  const folder = join(stateFolder, 'seed');
  await mkdir(folder);
  await writeFile(join(folder, name), text);
  return folder;
}

/** Stops by process id whatever a release has left standing, and the gateway. */
async function stopDeployed(stateFolder: string): Promise<void> {
  const context = { signal: AbortSignal.timeout(60_000), heartbeat: () => {} };
  const left = [
    ...(await stopAll(localProcessRoot({ stateFolder }), context)),
    ...(await stopGateway({ root: join(stateFolder, 'gateway') })),
    ...(await stopNginx({ root: join(stateFolder, 'nginx') })),
  ];
  // Asked of the machine too: what Tidegate has lost sight of, it cannot stop.
  left.push(...runningBelow(stateFolder).map(({ pid }) => pid));
  if (left.length > 0) throw new Error(`These processes still run: ${left.join(', ')}.`);
}

async function readLines<Line>(file: string): Promise<readonly Line[]> {
  if (!existsSync(file)) return [];
  const text = await readFile(file, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}
