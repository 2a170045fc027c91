import { join } from 'node:path';
import pg from 'pg';
import { type GrownUp, type GrownUpOptions, startGrownUp } from '../support/grown-up/grown-up.ts';
import { shopRelease } from '../support/journey/documents.ts';
import type { ProblemAnswer } from '../support/journey/person.ts';
import { faultCatalog, faultPolicies } from './documents.ts';
import { insist } from './insist.ts';
import { type Line, openLine } from './line.ts';
import { RecordGates } from './record-gates.ts';
import { components, type Shape } from './scene.ts';
import { createStubRepository } from './stub-repository.ts';
import { StubTool } from './stub-tool.ts';

/** A grown-up Tidegate and the means to hold it, whatever it releases. */
export type StageGround = {
  readonly grownUp: GrownUp;
  readonly gates: RecordGates;
  /** Between the workers and Temporal. */
  readonly line: Line;
  /** For the oracle: it asks the database itself. */
  readonly database: pg.Pool;
  readonly close: () => Promise<void>;
};

/** One that releases two components by the stub tool. */
export type FaultStage = StageGround & {
  readonly tool: StubTool;
  /** Commits and tags the next version of both components. */
  readonly nextVersion: () => string;
  /** Plans a release and starts it, as `erin`. */
  readonly begin: (order: {
    readonly release: string;
    readonly environment: string;
    readonly shape: Shape;
    readonly version: string;
  }) => Promise<void>;
};

export type FaultStageOptions = {
  readonly environments: readonly { readonly name: string; readonly timeoutMs: number }[];
  /** Further variables of the API's process, and of the workers'. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Whether Temporal is a cluster. */
  readonly cluster?: boolean;
};

/** So short a history that every release goes on in new runs several times. */
const eventsUntilNewRun = 15;
/**
 * The releases of a round wait in up to twelve transactions and at up to eighteen tools at once,
 * and one worker has ten connections and twenty places for tools.
 */
const workers = 2;

export async function openFaultStage(options: FaultStageOptions): Promise<FaultStage> {
  const ground = await openGround(options);
  try {
    const { grownUp } = ground;
    const tool = new StubTool(join(grownUp.folder, 'tool'));
    const repository = createStubRepository(join(grownUp.folder, 'repository'));
    await applyDocuments(grownUp, tool, repository.path, options);
    const begin: FaultStage['begin'] = (order) => beginStubRelease(grownUp, order);
    return { ...ground, tool, nextVersion: repository.nextVersion, begin };
  } catch (error) {
    await ground.close();
    throw error;
  }
}

/** Starts Tidegate with a line that can be held, and gates before its ledger. */
export async function openGround(
  options: Pick<FaultStageOptions, 'variables' | 'cluster'>,
): Promise<StageGround> {
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  const lineToTemporal: GrownUpOptions['lineToTemporal'] = async (address) => {
    const line = await openLine(address);
    lines.push(line);
    return line.address;
  };
  const lines: Line[] = [];
  try {
    const grownUp = await startGrownUp({
      workers,
      temporal: { 'limit.historyCount.suggestContinueAsNew': eventsUntilNewRun },
      lineToTemporal,
      cluster: options.cluster ?? false,
      ...(options.variables === undefined ? {} : { variables: options.variables }),
    });
    closers.push(() => grownUp.stopAll());
    const [line] = lines;
    if (line === undefined) throw new Error('The workers have no line to Temporal.');
    closers.push(() => line.close());
    const records = await openRecords(grownUp.databaseUrl);
    closers.push(() => records.close());
    const { gates, database } = records;
    return { grownUp, gates, line, database, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openRecords(databaseUrl: string) {
  const holder = new pg.Client({ connectionString: databaseUrl });
  const database = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  // PostgreSQL may be stopped under them.
  holder.on('error', () => {});
  database.on('error', () => {});
  await holder.connect();
  const gates = await RecordGates.open(holder);
  const close = async () => {
    await holder.end().catch(() => undefined);
    await database.end();
  };
  return { gates, database, close };
}

async function applyDocuments(
  grownUp: GrownUp,
  tool: StubTool,
  repository: string,
  { environments }: FaultStageOptions,
): Promise<void> {
  const catalog = faultCatalog({ repository, tool: tool.folder }, environments);
  const policies = faultPolicies(environments.map(({ name }) => name));
  const founder = await grownUp.founder();
  const answer = await founder.put('/v1/catalog', { documents: [catalog, ...policies] });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

function beginStubRelease(
  grownUp: GrownUp,
  { release, environment, shape, version }: Parameters<FaultStage['begin']>[0],
): Promise<void> {
  const environments = [environment];
  const order = { name: release, policy: shape, version, environments, components };
  return beginRelease(grownUp, release, shopRelease(order));
}

/** Plans a release and starts it, as `erin`, however often it has to be said. */
export async function beginRelease(
  grownUp: GrownUp,
  release: string,
  document: object,
): Promise<void> {
  const erin = await grownUp.person('erin');
  const plan = await insist(() =>
    erin.post<{ digest: string } & ProblemAnswer>('/v1/plans', document),
  );
  const begun = await insist(() =>
    erin.post('/v1/releases', { spec: document, planDigest: plan.body.digest }),
  );
  // 200 when an answer was lost, and the same release was asked for again.
  if (begun.status <= 201) return;
  throw new Error(`${release}: ${JSON.stringify([plan.body, begun.body])}`);
}
